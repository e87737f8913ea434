"""Budgets of DESIGN.md, measured."""
