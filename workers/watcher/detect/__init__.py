"""When restart counts have jumped.

`detector` gathers the case of each container that changed, `rules` decides about it without a clock or any input of its
own, and `thresholds` has the numbers, which settings and annotations change. `docs/alerts.md` explains them to people.
"""
