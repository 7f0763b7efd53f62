"""Sorts lists of formats with yt-dlp's own sorter: JSON on standard input and output, see test-order.ts."""
import copy
import json
import sys

from yt_dlp import YoutubeDL
from yt_dlp.utils import FormatSorter

SETTINGS = copy.deepcopy(FormatSorter.settings)


def order(wish, formats):
    # The sorter writes each wish into its class.
    FormatSorter.settings = copy.deepcopy(SETTINGS)
    sorter = FormatSorter(YoutubeDL({'format_sort': wish, 'quiet': True}), [])
    named = {name for each in wish for name in {'codec': ('vcodec', 'acodec')}.get(each.split(':')[0], ('res',))}

    def weight(index):
        values = sorter.calculate_preference(dict(formats[index]))
        return tuple(value for value, name in zip(values, sorter._order) if name in named)

    return sorted(range(len(formats)), key=weight, reverse=True)


json.dump([order(case['wish'], case['formats']) for case in json.load(sys.stdin)], sys.stdout)
