"""Trials: what the project has to withstand."""
