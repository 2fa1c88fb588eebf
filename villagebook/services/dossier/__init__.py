"""The binder of a project (一本清): what lies in it, what is missing, what goes in, the printed volume.

* ``binder``: a project's slots with what fills each; completeness of one project and of all.
* ``filing``: the verbs: putting scans and photos in, 不适用, 柜存, moving, naming, taking out.
* ``taking``: files of a person made ready for the book.
* ``stack``: separator sheets, and a scanned stack routed by them.
* ``watching``: a folder whose new scans are offered. ``templates``: the book's own order of the binder.
* ``volume``: the binder as one PDF.
"""
