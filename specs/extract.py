#!/usr/bin/env python3
"""Writes twilio_<name>.yaml: Twilio's facts, our words.

    specs/extract.py <folder with Twilio's JSON documents> [<name> ...] [--check]

Reads <folder>/twilio_<name>.json for paths, names, types, patterns, enums and extensions, and descriptions/<name>.toml
for every sentence; no sentence of Twilio's is carried over. What is in [operations] of the words is what is selected.
What holds in several documents is said once, in descriptions/shared.toml, which also explains rules and placeholders.
A text that is missing or that nothing uses is an error, and all of them are listed. With --check nothing is written;
the exit code says whether the files are what this script would write.
"""

import fnmatch
import json
import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# Not facts: Twilio's sentences and examples, and leftovers of its Java services.
DROPPED = {
    "description", "summary", "example", "examples", "externalDocs",
    "x-class-extra-annotation", "x-field-extra-annotation", "x-getter-extra-annotation", "x-jvm-type",
}  # fmt: skip
TEXT_LIMIT = 170
# The words that hold in more than one document.
SHARED = "shared"
PLACEHOLDER = re.compile(r"\{(thing|things|prefix|minimum|maximum|time|star)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")


class Words:
    """The texts of one document over those of all documents, with a record of which were used and which were missed."""

    def __init__(self, name, tables, shared=None):
        self.name = name
        self.tables = tables
        self.shared = shared
        self.used = set()
        self.missing = []

    def find(self, table, name, owner=None, schema=None):
        """The text for `name`, the nearest first: this document before all, `[table.owner]` before `[table]`."""
        for words in filter(None, (self, self.shared)):
            for group in words.groups(table, owner):
                for key in matching(group[1], name):
                    words.used.add((table, *group[0], key))
                    return self.filled(group[1][key], Place(key, name, owner or "", schema or {}))
        self.missing.append(f"missing: [{table}{f'.{json.dumps(owner)}' if owner else ''}] {json.dumps(name)}")
        return None

    def groups(self, table, owner):
        """The tables that may speak of an owner, the nearest first, each with the name it has below `[table]`."""
        entries = self.tables.get(table, {})
        owned = {key: value for key, value in entries.items() if isinstance(value, dict)}
        named = matching(owned, owner) if owner is not None else ()
        return [*(((key,), owned[key]) for key in named), ((), {k: v for k, v in entries.items() if k not in owned})]

    def filled(self, text, place):
        """The text with its placeholders filled by the facts of the place; `[...]` goes where one in it has no value."""

        def fill(match):
            value = place.value(match[1], self)
            if value is None:
                self.missing.append(f"nothing to put for {match[0]} at {place.owner} {place.name}: {text}")
            return str(value)

        def optional(match):
            inside = PLACEHOLDER.findall(match[1])
            return match[1] if inside and all(place.value(name, self) is not None for name in inside) else ""

        return PLACEHOLDER.sub(fill, OPTIONAL.sub(optional, text))

    def thing(self, noun):
        """What the thing of an operation or schema is called, in singular and plural."""
        told = self.tables.get("things", {}).get(noun)
        if told is None:
            return None
        self.used.add(("things", noun))
        singular, _, plural = told.partition("|")
        return singular, plural or singular + "s"

    def problems(self):
        found = list(dict.fromkeys(self.missing))
        for table, entries in self.tables.items():
            for name, entry in entries.items():
                owned = entry.items() if isinstance(entry, dict) else [(None, entry)]
                for inner, text in owned:
                    key = (table, name) if inner is None else (table, name, inner)
                    shown = f"[{table}] {' '.join(key[1:])}"
                    if table != "document" and key not in self.used:
                        found.append(f"unused: {shown}")
                    if len(text) > TEXT_LIMIT:
                        found.append(f"longer than {TEXT_LIMIT} characters: {shown}")
        return [f"descriptions/{self.name}.toml: {problem}" for problem in found]


def matching(entries, name):
    """The keys that mean a name: the name itself, then those with a star in the order they are written."""
    return [key for key in entries if key == name] + [
        key for key in entries if "*" in key and fnmatch.fnmatchcase(name, key)
    ]


class Place:
    """A place that a text is for, as far as placeholders ask about it."""

    def __init__(self, key, name, owner, schema):
        self.key = key
        self.name = name
        self.owner = owner
        self.schema = schema

    def value(self, placeholder, words):
        if placeholder in ("thing", "things"):
            names = words.thing(self.noun())
            return names and names[placeholder == "things"]
        if placeholder == "star":
            head, _, tail = self.key.partition("*")
            return self.name[len(head) : len(self.name) - len(tail)]
        if placeholder == "prefix":
            prefixes = re.findall("[A-Z]{2}", self.schema.get("pattern", "").partition("[")[0])
            return " or ".join(f"`{prefix}`" for prefix in prefixes) or None
        if placeholder == "time":
            return {"date-time": "RFC 3339", "date-time-rfc-2822": "RFC 2822"}.get(self.schema.get("format"))
        return self.schema.get(placeholder)

    def noun(self):
        """`Message` for `CreateMessage`, for `ListMessageResponse` and for `api.v2010.account.message`."""
        if "." in self.owner:
            last = self.owner.rpartition(".")[2].partition("-")[0]
            return "".join(part.capitalize() for part in last.split("_"))
        return re.fullmatch("(?:List|Create|Fetch|Update|Delete)?(.*?)(?:Response)?", self.owner)[1]


class Extraction:
    """Builds our document from one of Twilio's."""

    def __init__(self, source, words):
        self.source = source
        self.words = words
        self.referenced = []
        self.tags = []
        self.schemes = []

    def document(self):
        paths = self.paths()
        components = self.components()
        told = self.words.tables["document"]
        info = {
            "title": told["title"],
            "description": told["description"],
            "version": told["version"],
            "license": {"name": "MIT OR Apache-2.0"},
            "x-twilio": self.source["info"].get("x-twilio"),
            "x-ringfence": {"date": told["date"], "revision": told["revision"]},
        }
        return without_none({
            "openapi": self.source["openapi"],
            "info": without_none(info),
            "servers": self.source.get("servers"),
            "security": self.source.get("security"),
            "tags": [tag for tag in self.source.get("tags", []) if tag["name"] in self.tags] or None,
            "paths": paths,
            "components": components,
        })  # fmt: skip

    def paths(self):
        selected = self.words.tables.get("operations", {})
        found = {}
        for path, item in self.source["paths"].items():
            operations = {
                method: self.operation(operation)
                for method, operation in item.items()
                if method in METHODS and operation["operationId"] in selected
            }
            if operations:
                found[path] = facts(item, skip=METHODS) | operations
        return found

    def operation(self, operation):
        name = operation["operationId"]
        self.tags += operation.get("tags", [])
        security = operation.get("security", self.source.get("security", []))
        self.schemes += [scheme for choice in security for scheme in choice]
        return without_none({
            "operationId": name,
            "description": self.words.find("operations", name),
            "tags": operation.get("tags"),
            "security": operation.get("security"),
            "x-twilio": opaque(operation["x-twilio"]) if "x-twilio" in operation else None,
            "parameters": [self.parameter(p, name) for p in operation["parameters"]] if "parameters" in operation else None,
            "requestBody": self.body(operation["requestBody"], name) if "requestBody" in operation else None,
            "responses": {code: self.response(r, name, code) for code, r in operation["responses"].items()},
        }) | facts(operation, skip=("operationId", "tags", "security", "x-twilio", "parameters", "requestBody", "responses"))  # fmt: skip

    def parameter(self, parameter, operation):
        if "$ref" in parameter:
            return {"$ref": self.reference(parameter["$ref"])}
        text = self.words.find("inputs", parameter["name"], operation, parameter["schema"])
        rest = facts(parameter, skip=("name", "in", "required", "schema"))
        return without_none({
            "name": parameter["name"],
            "in": parameter["in"],
            "required": parameter.get("required"),
            "description": text,
            "schema": self.schema(parameter["schema"], "inputs", operation, ()),
        }) | rest  # fmt: skip

    def body(self, body, operation):
        return facts(body, skip=("content",)) | {"content": self.content(body["content"], "inputs", operation)}

    def response(self, response, operation, code):
        if "$ref" in response:
            return {"$ref": self.reference(response["$ref"])}
        headers = {
            name: self.header(header, name)
            for name, header in response.get("headers", {}).items()
            if not name.lower().startswith("access-control-")
        }
        content = self.content(response["content"], "fields", operation + code) if "content" in response else None
        return without_none({
            "description": self.words.find("responses", code, operation),
            "headers": headers or None,
            "content": content,
        }) | facts(response, skip=("headers", "content"))  # fmt: skip

    def header(self, header, name):
        if "$ref" in header:
            return {"$ref": self.reference(header["$ref"])}
        return {"description": self.words.find("headers", name)} | facts(header, skip=("schema",)) | {
            "schema": facts(header["schema"])
        }  # fmt: skip

    def content(self, content, table, owner):
        return {
            kind: facts(media, skip=("schema",)) | {"schema": self.schema(media["schema"], table, owner, ())}
            for kind, media in content.items()
        }

    def schema(self, schema, table, owner, path):
        """A schema without Twilio's words, and with ours on its properties, which `[table.owner]` holds by dotted path."""
        if table == "fields" and not path:
            owner = schema.get("title", owner)
        nested = ("properties", "items", "additionalProperties", "oneOf", "anyOf", "allOf", "not")
        made = facts(schema, skip=nested)
        if "$ref" in made:
            made["$ref"] = self.reference(made["$ref"])
        if "items" in schema:
            made["items"] = self.schema(schema["items"], table, owner, path)
        if "properties" in schema:
            made["properties"] = {
                name: self.property(name, inner, table, owner, path) for name, inner in schema["properties"].items()
            }
        if isinstance(schema.get("additionalProperties"), dict):
            made["additionalProperties"] = self.schema(schema["additionalProperties"], table, owner, path)
        elif "additionalProperties" in schema:
            made["additionalProperties"] = schema["additionalProperties"]
        for key in ("oneOf", "anyOf", "allOf"):
            if key in schema:
                made[key] = [self.schema(choice, table, owner, path) for choice in schema[key]]
        if "not" in schema:
            made["not"] = self.schema(schema["not"], table, owner, path)
        return ordered(made)

    def property(self, name, schema, table, owner, path):
        inner = path + (name,)
        text = self.words.find(table, ".".join(inner), owner, schema)
        return ordered(self.schema(schema, table, owner, inner) | without_none({"description": text}))

    def reference(self, target):
        if target not in self.referenced:
            self.referenced.append(target)
        return target

    def components(self):
        made = {}
        index = 0
        while index < len(self.referenced):  # what is referenced may refer to more
            made[self.referenced[index]] = self.component(self.referenced[index])
            index += 1
        schemes = self.source["components"].get("securitySchemes", {})
        sections = {
            "securitySchemes": {
                name: facts(scheme) | without_none({"description": self.words.find("security", name)})
                for name, scheme in schemes.items()
                if name in self.schemes
            }
        }
        for section in ("parameters", "headers", "responses", "schemas"):
            names = self.source["components"].get(section, {})
            placed = {name: f"#/components/{section}/{name}" for name in names}
            sections[section] = {name: made[target] for name, target in placed.items() if target in made}
        return {section: entries for section, entries in sections.items() if entries}

    def component(self, target):
        _, _, section, name = target.split("/")
        component = self.source["components"][section][name]
        if section == "schemas":
            text = self.words.find("schemas", name)
            return ordered(self.schema(component, "fields", name, ()) | without_none({"description": text}))
        if section == "parameters":
            return self.parameter(component, None)
        if section == "headers":
            return self.header(component, name)
        if section == "responses":
            return self.response(component, name, name)
        raise SystemExit(f"{self.words.name}: no rule for a reference to {target}")


SCHEMA_ORDER = (
    "$ref", "title", "type", "format", "description", "nullable", "readOnly", "deprecated", "enum", "pattern",
    "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default", "x-twilio", "required",
    "items", "properties", "additionalProperties",
)  # fmt: skip


def ordered(schema):
    """The keys of a schema in the order a reader wants them; the rest behind, as they come."""
    known = {key: schema[key] for key in SCHEMA_ORDER if key in schema}
    return known | {key: value for key, value in schema.items() if key not in known}


def facts(node, skip=()):
    """The entries of a node that are facts, apart from those in `skip`, which the caller makes itself."""
    return {
        key: opaque(value) if key == "x-twilio" else value
        for key, value in node.items()
        if key not in DROPPED and key not in skip
    }


def opaque(extension):
    """An `x-twilio` extension without the one sentence that it can hold."""
    return {key: value for key, value in extension.items() if key != "shortDescription"}


def without_none(entries):
    return {key: value for key, value in entries.items() if value is not None}


# ---------------------------------------------------------------- YAML

WIDTH = 110
PLAIN = re.compile(r"[A-Za-z/$^][^\x00-\x1f]*")
NOT_TEXT = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n|~)")


def scalar(value, flow=False):
    """A scalar, plain where YAML 1.1 and 1.2 both read it back as the same text, else in single quotes."""
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    hazards = (": ", " #") + ((",", "[", "]", "{", "}") if flow else ())
    plain = PLAIN.fullmatch(value) and not NOT_TEXT.fullmatch(value) and not value.endswith((":", " "))
    if plain and not any(hazard in value for hazard in hazards) and "[0-9" not in value:
        return value
    if any(ord(character) < 32 for character in value):
        return json.dumps(value)
    return "'" + value.replace("'", "''") + "'"


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, True)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, True)


def inline(key, value, indent):
    """The value on one line, if it is a scalar, a short list, or a short piece of an extension."""
    if not isinstance(value, (dict, list)):
        return scalar(value)
    text = flow(value)
    short = indent + len(str(key)) + 2 + len(text) <= WIDTH
    nested = any(isinstance(inner, dict) for inner in (value if isinstance(value, list) else value.values()))
    listed = isinstance(value, list) and (key == "security" or not nested)
    extension = key in ("x-twilio", "x-ringfence", "pii", "mapping", "license")
    return text if short and (not value or listed or extension) else None


def block(value, indent):
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            line = inline(key, inner, indent)
            if line is not None:
                yield f"{pad}{scalar(key)}: {line}"
            else:
                yield f"{pad}{scalar(key)}:"
                yield from block(inner, indent + 2)
    else:
        for inner in value:
            line = inline("", inner, indent)
            if line is not None:
                yield f"{pad}- {line}"
            else:
                first, *rest = block(inner, indent + 2)
                yield f"{pad}- {first.lstrip()}"
                yield from rest


def render(name, document):
    header = [
        f"# Facts of Twilio's OpenAPI document twilio_{name} (paths, names, types, limits, extensions), as of the date in",
        "# info.x-ringfence, with descriptions of our own. Made by extract.py: the words are in descriptions/, change them there.",
    ]
    return "\n".join(header + list(block(document, 0))) + "\n"


# ---------------------------------------------------------------- run


def texts(name):
    with open(HERE / "descriptions" / f"{name}.toml", "rb") as file:
        return tomllib.load(file)


def build(name, corpus, shared):
    """The text of the document, and what is wrong with the words."""
    words = Words(name, texts(name), shared)
    with open(corpus / f"twilio_{name}.json", encoding="utf-8") as file:
        source = json.load(file)
    document = Extraction(source, words).document()
    return render(name, document), words.problems()


def main(arguments):
    check = "--check" in arguments
    arguments = [argument for argument in arguments if argument != "--check"]
    if not arguments:
        raise SystemExit(__doc__)
    corpus = Path(arguments[0])
    shared = Words(SHARED, texts(SHARED))
    all_names = sorted(path.stem for path in (HERE / "descriptions").glob("*.toml") if path.stem != SHARED)
    names = arguments[1:] or all_names
    built = {name: build(name, corpus, shared) for name in names}
    problems = [problem for _, found in built.values() for problem in found]
    if names == all_names:
        problems += shared.problems()
    if problems:
        raise SystemExit("\n".join(problems))
    stale = []
    for name, (text, _) in built.items():
        target = HERE / f"twilio_{name}.yaml"
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(target.name)
            if not check:
                target.write_text(text, encoding="utf-8")
    print(f"{'stale' if check else 'written'}: {', '.join(stale) or 'nothing'}")
    if check and stale:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
