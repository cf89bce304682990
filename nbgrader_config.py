"""nbgrader's settings for this course: solutions/ is the source, exercises/ what students get."""

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "deep-learning"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# What stays with the instructor: scoring.py judges answers for which no single value is right.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.pyc", "scoring.py"]
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "*YOUR ANSWER HERE*"
