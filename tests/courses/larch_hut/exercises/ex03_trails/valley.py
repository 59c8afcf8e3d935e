"""The trails above Larch Hut, as they stand on the signposts."""

VALLEY = {
    "name": "Larch Hut",
    "minutes": 0,
    "branches": [
        {
            "name": "Saddle",
            "minutes": 90,
            "branches": [
                {"name": "Black Lake", "minutes": 40, "branches": []},
                {"name": "North Peak", "minutes": 150, "branches": []},
            ],
        },
        {"name": "Waterfall", "minutes": 25, "branches": []},
    ],
}
