"""The same decision tree made with other tools: the same words and the same answers, to be measured beside iepkit."""
