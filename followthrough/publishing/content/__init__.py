"""What a report says: the only place that knows. A renderer never adds to it or leaves out.

`picture` reads what is published; `sentences` and `tables` say it in every language of the plan;
`build` puts the sections together; `merging` adds the ministry's own words and freezes the whole.
"""
