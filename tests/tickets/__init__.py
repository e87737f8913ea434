"""Tests of the queue: a paper hall beside the real one, and each rule as a sentence."""
