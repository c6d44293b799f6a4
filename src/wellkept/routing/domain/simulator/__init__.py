"""Queues played through event by event, the same for the same seed: what the formulas are held against."""

from .chances import Duration, Exponential, LogNormal
from .queue import Seen, System, simulate
from .rates import Rate, Steady, Wave

__all__ = ["Duration", "Exponential", "LogNormal", "Rate", "Seen", "Steady", "System", "Wave", "simulate"]
