"""The households of the sample village, a module for each group (村民小组)."""
