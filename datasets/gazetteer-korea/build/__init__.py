"""Scripts that build the dataset gazetteer-korea from its sources; run build.py."""
