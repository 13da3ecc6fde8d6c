"""Banks of questions for schools: the questions of a guide in the formats that learning platforms import."""
