from string import capwords as title_case
