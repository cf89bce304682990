"""nbgrader's settings for the formgrader: the course's own, and where its volume is."""

import os

load_subconfig("nbgrader_config.py", path=os.environ.get("COURSE_FOLDER", "/opt/course"))  # noqa: F821

c = get_config()  # noqa: F821 - nbgrader provides both
c.CourseDirectory.course_id = os.environ["COURSE_ID"]
c.CourseDirectory.root = os.environ["COURSE_ROOT"]
