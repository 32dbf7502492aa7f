//! Faults over HTTP: seen, added, switched, removed.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::Told;
use crate::fault::{all_from_json, from_json};
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
    let body = match received.json() {
        Ok(body) => body,
        Err(problem) => {
            return Told::wrong(StatusCode::BAD_REQUEST, &format!("the body is not JSON: {problem}"));
        }
    };
    let read = match body {
        Value::Array(rules) => all_from_json(rules),
        rule => from_json(rule).map(|fault| vec![fault]),
    };
    match read {
        Ok(faults) => {
            let names: Vec<String> = faults.into_iter().map(|fault| world.faults.add(fault)).collect();
            Told::json(StatusCode::CREATED, &json!({ "names": names }))
        }
        Err(problems) => {
            let problem = |(place, problem)| json!({ "place": place, "problem": problem });
            let problems: Vec<Value> = problems.into_iter().map(problem).collect();
            let told = json!({ "message": "the rule cannot be read", "problems": problems });
            Told::json(StatusCode::BAD_REQUEST, &told)
        }
    }
}

fn switch(world: &World, received: &Received, name: &str) -> Told {
    let Some(enabled) = received.json().ok().and_then(|body| body.get("enabled")?.as_bool()) else {
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
