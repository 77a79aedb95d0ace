"""What a text tells of containers, pods and nodes, in English and Chinese: read() answers with statements. Pure.

It stands below `knowledge.codes` and knows none of its tables: what a code or a reason means is not its matter.
"""
