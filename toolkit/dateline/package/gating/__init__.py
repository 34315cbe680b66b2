"""The parts of the gate: which records are hidden, what is coarsened, what goes with them. Pure."""
