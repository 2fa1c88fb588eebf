"""Words about health, disability, causes and labour are found wherever they stand."""

from __future__ import annotations

import pytest

from villagebook.notices.words import WORDS, found_in, harmless_phrases, private_words


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.word)
def test_each_word_is_found_also_across_blanks_and_lines(word):
    assert word.word in found_in(f"该户{word.word}。")
    assert word.word in found_in("\n ".join(word.word))


@pytest.mark.parametrize("phrase", harmless_phrases())
def test_a_harmless_phrase_is_no_word(phrase):
    assert found_in(f"{phrase}项目") == ()


@pytest.mark.parametrize(
    "text", ["清溪村2025年庭院养鸡到户项目受益户公示", "按期完成，群众满意度≥95%", "健康步道", "缺口部分自筹"]
)
def test_the_words_of_the_office_are_free(text):
    assert found_in(text) == ()


def test_allowed_phrases_cover_only_themselves():
    assert found_in("残疾人家庭改造公示", {"残疾人"}) == ()
    assert found_in("残疾人家庭，肢体残疾", {"残疾人"}) == ("残疾",)


def test_words_are_listed_once():
    assert len(set(private_words())) == len(private_words())
