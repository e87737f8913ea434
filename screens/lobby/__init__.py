"""The lobby machine: residents take their tickets."""
