"""YAML as editors and the daemon read it: scalars by the core schema of YAML 1.2,
where `off` is text, and so is a date."""
import re

import yaml


class _Loader(yaml.SafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("int", r"[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?",
         "-+.0123456789"),
        ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""])):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"),
        list(_first))
_Loader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def load(text):
    # PyYAML alone takes no tab before a comment.
    return yaml.load(text.replace(b"\t#", b" #"), _Loader)
