"""The room: phones vote on what is on the wall. Votes lie on this machine, and end with their room."""
