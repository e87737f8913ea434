"""The desk: clerks call, serve and finish tickets."""
