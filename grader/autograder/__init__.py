"""An assignment as an autograder for a container of another system: what goes into its zip."""
