"""nbgrader's settings for this course: solutions/ is the source, exercises/ what students get."""

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "deep-learning"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# What stays with the instructor: scoring.py judges answers for which no single value is right.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.pyc", "scoring.py"]
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "*YOUR ANSWER HERE*"

# Grading: the notebook that is graded is the instructor's with the student's answers in it; it runs in a sandbox, and
# what its probes emit is compared outside of it (course_utils/grading). `c.Grading.limits = {"cell_seconds": 120}` sets
# a limit; see course_utils.grading.sandbox.Limits for all.
parts = "course_utils.grading.nbgrader_parts"
c.Autograde.pre_convert_hook = f"{parts}.tidy_before"
c.Autograde.exporter_class = f"{parts}.CanonicalExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    f"{parts}.PlayInSandbox",
    f"{parts}.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
]
# Feedback shows no hidden test, and nothing of a student's that acts.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    f"{parts}.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.filters = {
    "markdown2html": "course_utils.grading.markup.markdown2html",
    "highlight_code": "course_utils.grading.markup.highlight_code",
}
