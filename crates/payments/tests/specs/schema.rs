//! As much of OpenAPI 3.0 as judges requests: schemas by the `jsonschema` crate, and names that no schema knows, which
//! providers refuse although their specifications don't say so.

use std::collections::BTreeMap;

use jsonschema::{Draft, Validator};
use payments_fakes::Exchange;
use serde_json::{Map, Value, json};

pub struct Spec(Value);

impl Spec {
    pub fn new(spec: Value) -> Self {
        Self(spec)
    }

    /// The path of a request, as the specification writes it, and what it says about it.
    pub fn operation(&self, exchange: &Exchange) -> Option<(&str, &Value)> {
        let asked: Vec<&str> = exchange.path.split('/').collect();
        let fits = |template: &str| {
            let parts: Vec<&str> = template.split('/').collect();
            let same = |(part, asked): (&&str, &&str)| part == asked || part.starts_with('{');
            parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
        };
        let paths = self.0["paths"].as_object()?;
        let method = exchange.method.to_ascii_lowercase();
        // `/expire` goes before `/{id}`.
        let mut found: Vec<_> = paths
            .iter()
            .filter(|(path, ops)| fits(path) && ops[&method].is_object())
            .collect();
        found.sort_by_key(|(path, _)| path.matches('{').count());
        let (path, operations) = found.into_iter().next()?;
        Some((path, &operations[&method]))
    }

    /// What a `$ref` names.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(name) => self.resolve(self.0.pointer(name.trim_start_matches('#')).expect("what a $ref names")),
            None => value,
        }
    }

    /// A schema and all that it is composed of.
    fn leaves<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolve(schema);
        let mut leaves = vec![schema];
        for name in ["allOf", "oneOf", "anyOf"] {
            for part in schema[name].as_array().into_iter().flatten() {
                leaves.extend(self.leaves(part));
            }
        }
        leaves
    }

    /// The schemas of a property, and whether any property is allowed.
    fn property<'a>(&'a self, leaves: &[&'a Value], name: &str) -> (Vec<&'a Value>, bool) {
        let known = leaves.iter().filter_map(|leaf| leaf["properties"].get(name));
        let known: Vec<_> = known.flat_map(|schema| self.leaves(schema)).collect();
        let more = leaves
            .iter()
            .map(|leaf| &leaf["additionalProperties"])
            .filter(|more| more.is_object());
        let free = leaves.iter().all(|leaf| leaf["properties"].is_null());
        let open = free || more.clone().next().is_some();
        if known.is_empty() {
            (more.flat_map(|schema| self.leaves(schema)).collect(), open)
        } else {
            (known, true)
        }
    }

    /// A form's texts as the types that the schema says.
    pub fn coerce(&self, value: Value, schema: &Value) -> Value {
        self.coerced(value, &self.leaves(schema))
    }

    fn coerced(&self, value: Value, leaves: &[&Value]) -> Value {
        let is = |kind: &str| leaves.iter().any(|leaf| leaf["type"] == kind);
        match value {
            Value::String(text) if is("integer") => text.parse::<i64>().map_or(json!(text), Value::from),
            Value::String(text) if is("boolean") => text.parse::<bool>().map_or(json!(text), Value::from),
            Value::Object(fields) if is("array") => {
                let items: Vec<&Value> = leaves.iter().flat_map(|leaf| self.leaves(&leaf["items"])).collect();
                let mut numbered: Vec<(usize, Value)> = fields
                    .into_iter()
                    .map(|(index, value)| (index.parse().expect("an index"), self.coerced(value, &items)))
                    .collect();
                numbered.sort_by_key(|(index, _)| *index);
                numbered.into_iter().map(|(_, value)| value).collect()
            }
            Value::Object(fields) => {
                let typed = fields.into_iter().map(|(name, value)| {
                    let (schemas, _) = self.property(leaves, &name);
                    (name, self.coerced(value, &schemas))
                });
                Value::Object(typed.collect())
            }
            other => other,
        }
    }

    /// A request's body: valid, and of known names that are not the provider's to write.
    pub fn check(&self, value: &Value, schema: &Value, about: &str) {
        self.valid(value, schema, about);
        self.names(value, &self.leaves(schema), about, true);
    }

    /// An answer: valid, and of known names.
    pub fn check_answer(&self, value: &Value, schema: &Value, about: &str) {
        self.valid(value, schema, about);
        self.names(value, &self.leaves(schema), about, false);
    }

    fn valid(&self, value: &Value, schema: &Value, about: &str) {
        let problems: Vec<String> = self
            .validator(schema)
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{about}: {problems:#?}\n{value:#}");
    }

    fn validator(&self, schema: &Value) -> Validator {
        let mut root = self.resolve(schema).clone();
        root["components"] = self.0["components"].clone();
        jsonschema::options()
            .with_draft(Draft::Draft7)
            .build(&root)
            .expect("a schema")
    }

    fn names(&self, value: &Value, leaves: &[&Value], path: &str, request: bool) {
        match value {
            Value::Array(list) => {
                let items: Vec<&Value> = leaves.iter().flat_map(|leaf| self.leaves(&leaf["items"])).collect();
                list.iter().for_each(|value| self.names(value, &items, path, request));
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    let (schemas, known) = self.property(leaves, name);
                    assert!(known, "{path}: unknown name `{name}`");
                    let theirs = !schemas.is_empty() && schemas.iter().all(|schema| schema["readOnly"] == true);
                    assert!(!request || !theirs, "{path}: `{name}` is the provider's to write");
                    // What has a schema without properties, as an event's resource, may be anything.
                    let free = schemas
                        .iter()
                        .all(|schema| schema["properties"].is_null() && schema["items"].is_null());
                    // An event that PayPal is to check is its own writing.
                    let request = request && name != "webhook_event";
                    if !free {
                        self.names(value, &schemas, &format!("{path}/{name}"), request);
                    }
                }
            }
            _ => {}
        }
    }

    /// The names and values in a request's address.
    pub fn check_query(&self, operation: &Value, exchange: &Exchange) {
        let about = format!("{} {}", exchange.method, exchange.path);
        let parameters = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| self.resolve(p));
        let known: BTreeMap<&str, &Value> = parameters
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| (parameter["name"].as_str().unwrap_or_default(), parameter))
            .collect();
        let asked = nested(&exchange.query);
        let asked = asked.as_object().expect("an object");
        for (name, value) in asked {
            let parameter = known
                .get(name.as_str())
                .unwrap_or_else(|| panic!("{about}: unknown parameter `{name}`"));
            let schema = &parameter["schema"];
            self.valid(&self.coerce(value.clone(), schema), schema, &format!("{about}?{name}"));
        }
        for (name, parameter) in known {
            assert!(
                parameter["required"] != true || asked.contains_key(name),
                "{about}: `{name}` is missing"
            );
        }
    }
}

/// A form's names in brackets as objects in objects; `[]` counts up.
pub fn nested(pairs: &[(String, String)]) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, value) in pairs {
        let mut place = &mut root;
        for part in name.split('[').map(|part| part.trim_end_matches(']')) {
            let fields = place
                .as_object_mut()
                .unwrap_or_else(|| panic!("`{name}` is a value and more"));
            let part = if part.is_empty() {
                fields.len().to_string()
            } else {
                part.to_owned()
            };
            place = fields.entry(part).or_insert_with(|| Value::Object(Map::new()));
        }
        *place = json!(value);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A specification of one form.
    fn judge(form: &[(&str, &str)]) {
        let spec = Spec::new(json!({"components": {"schemas": {"address": {
            "type": "object", "properties": {"city": {"type": "string", "maxLength": 5}}, "required": ["city"],
        }}}}));
        let schema = json!({"allOf": [
            {"properties": {"amount": {"type": "integer"}, "to": {"$ref": "#/components/schemas/address"}}},
            {"properties": {"lines": {"type": "array", "items": {"properties": {"name": {"type": "string"}}}}}},
        ]});
        let pairs: Vec<_> = form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        spec.check(&spec.coerce(nested(&pairs), &schema), &schema, "a form");
    }

    #[test]
    fn what_the_schema_knows_is_taken() {
        judge(&[
            ("amount", "5"),
            ("to[city]", "Bonn"),
            ("lines[0][name]", "a"),
            ("lines[1][name]", "b"),
        ]);
    }

    #[test]
    #[should_panic(expected = "unknown name `surprise`")]
    fn unknown_names_are_refused() {
        judge(&[("lines[0][surprise]", "1")]);
    }

    #[test]
    #[should_panic(expected = "is not of type")]
    fn other_types_are_refused() {
        judge(&[("amount", "5.5")]);
    }

    #[test]
    #[should_panic(expected = "longer than 5")]
    fn what_a_reference_says_counts() {
        judge(&[("to[city]", "Berlin")]);
    }
}
