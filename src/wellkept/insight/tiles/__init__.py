"""Tiles: each a measure over the facts, with its figure, its weeks and the cases behind it.

A tile says which rows it counts and what each speaks for (`verdict`); the arithmetic is `domain.figure`. The same rows
give the figure and the evidence, so that the two cannot part.
"""
