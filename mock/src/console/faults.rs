//! Faults over HTTP: seen, added, switched, removed.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::Told;
use crate::fault::from_json;
use crate::received::Received;
use crate::world::World;

pub(super) fn tell(world: &World, received: &Received, path: &[&str]) -> Told {
    match (&received.method, path) {
        (&Method::GET, []) => all(world),
        (&Method::POST, []) => add(world, received),
        (&Method::DELETE, []) => {
            world.faults.clear();
            all(world)
        }
        (&Method::PUT, [name]) => switch(world, received, name),
        (&Method::DELETE, [name]) => match world.faults.remove(name) {
            true => all(world),
            false => missing(name),
        },
        _ => Told::wrong(
            StatusCode::METHOD_NOT_ALLOWED,
            "GET, POST and DELETE faults, PUT and DELETE faults/NAME",
        ),
    }
}

fn all(world: &World) -> Told {
    let rules = world.faults.all();
    let faults = rules.iter().map(|rule| {
        let mut told = rule.fault.to_json();
        if let Some(members) = told.as_object_mut() {
            members.insert("matched".to_owned(), json!(rule.matched));
            members.insert("met".to_owned(), json!(rule.met));
        }
        told
    });
    Told::ok(&json!({ "faults": faults.collect::<Vec<_>>() }))
}

/// One rule or a list of them: all or none.
fn add(world: &World, received: &Received) -> Told {
    let body: Value = match serde_json::from_slice(received.bytes()) {
        Ok(body) => body,
        Err(problem) => {
            return Told::wrong(StatusCode::BAD_REQUEST, &format!("the body is not JSON: {problem}"));
        }
    };
    let (rules, several) = match body {
        Value::Array(rules) => (rules, true),
        rule => (vec![rule], false),
    };
    let mut faults = Vec::new();
    let mut problems = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        match from_json(rule) {
            Ok(fault) => faults.push(fault),
            Err(found) => problems.extend(found.into_iter().map(|(place, problem)| {
                let place = if several { format!("/{index}{place}") } else { place };
                json!({ "place": place, "problem": problem })
            })),
        }
    }
    if !problems.is_empty() {
        let told = json!({ "message": "the rule cannot be read", "problems": problems });
        return Told::json(StatusCode::BAD_REQUEST, &told);
    }
    let names: Vec<String> = faults.into_iter().map(|fault| world.faults.add(fault)).collect();
    Told::json(StatusCode::CREATED, &json!({ "names": names }))
}

fn switch(world: &World, received: &Received, name: &str) -> Told {
    let body: Option<Value> = serde_json::from_slice(received.bytes()).ok();
    let Some(enabled) = body.as_ref().and_then(|body| body.get("enabled")?.as_bool()) else {
        return Told::wrong(StatusCode::BAD_REQUEST, "a body such as {\"enabled\": false} is needed");
    };
    match world.faults.switch(name, enabled) {
        true => all(world),
        false => missing(name),
    }
}

fn missing(name: &str) -> Told {
    Told::wrong(StatusCode::NOT_FOUND, &format!("there is no fault `{name}`; GET faults names all"))
}
