//! A planting, a sink and a carrier to a program of one or two files.

use super::carrier::{Carried, Carrier, Shape};
use super::planting::{Planting, Sink};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The files of a program by path; the root is `main.rs`.
pub type Program = BTreeMap<PathBuf, String>;

const OUTCOME: &str = "Result<(), Box<dyn std::error::Error>>";

/// Whether a planting can be carried so.
pub fn fits(planting: &Planting, sink: &Sink, carrier: &Carrier) -> bool {
    let is_async_only = matches!(carrier.name, "async block" | "boxed");
    // A switch that is on in some runs is the choice of whoever runs it.
    let is_choice = matches!(carrier.name, "if with else" | "else of an if" | "second of two arms");
    (planting.hole.is_value || !carrier.needs_value)
        && (planting.hole.is_const || !carrier.needs_const)
        && (sink.is_async || !is_async_only)
        && (planting.hole.ty != "bool" || !is_choice)
}

/// The program with the violation, or with the violation undone.
pub fn program(planting: &Planting, sink: &Sink, carrier: &Carrier, is_bad: bool) -> Program {
    let expression = if is_bad { planting.hole.bad } else { planting.hole.good };
    let carried = (carrier.carry)(&planting.hole, expression);
    let mut files = Program::new();
    let body = sink
        .body
        .replace("{v}", if matches!(carried.shape, Shape::Argument(_)) { "value" } else { &carried.value });
    let body = format!("{}\n        {body}", carried.before);
    let code = Code {
        asynchronous: if sink.is_async { "async " } else { "" },
        wait: if sink.is_async { ".await" } else { "" },
    };
    let functions = code.around(carried.shape, &body, planting.hole.ty, &carried.value);
    let retry = if sink.is_async { "Retryable" } else { "BlockingRetryable" };
    let head = format!(
        "#![allow(dead_code, unused)]\nuse backon::{retry} as _;\n{}\n{}\n",
        sink.items, carried.items
    );
    let (root, jobs) = functions;
    files.insert(PathBuf::from("main.rs"), format!("{head}\n{root}\nfn main() {{}}\n"));
    if let Some(jobs) = jobs {
        files.insert(PathBuf::from("jobs.rs"), format!("use super::*;\n{jobs}\n"));
    }
    let Carried { settings, .. } = carried;
    if !settings.is_empty() {
        files.insert(PathBuf::from("settings.rs"), format!("use super::*;\n{settings}\n"));
    }
    files.values_mut().for_each(|text| *text = filled(text));
    files
}

/// The program with the secrets that its text must not hold here.
fn filled(text: &str) -> String {
    let secret = "a1B2c3D4e5F6g7H8".repeat(2);
    let key = format!("SK{}", "0123456789abcdef".repeat(2));
    text.replace("{{SECRET}}", &secret).replace("{{KEY}}", &key)
}

/// How functions of the program are written and called.
struct Code {
    asynchronous: &'static str,
    wait: &'static str,
}

impl Code {
    fn function(&self, head: &str, body: &str) -> String {
        format!("pub {}fn {head} -> {OUTCOME} {{\n        {body}\n        Ok(())\n}}\n", self.asynchronous)
    }

    /// The function `run` and what it calls, and the file `jobs.rs` where there is one.
    fn around(&self, shape: Shape, body: &str, ty: &str, expression: &str) -> (String, Option<String>) {
        let Code { asynchronous, wait } = self;
        let run = |inner: &str| self.function("run()", inner);
        let method = |head: &str| {
            let private = self.function(head, body);
            private.trim_start_matches("pub ").to_owned()
        };
        let root = match shape {
            Shape::Plain => run(body),
            Shape::Argument(depth) => {
                let sends = self.function(&format!("send(value: {ty})"), body);
                let between =
                    self.function(&format!("between(given: {ty})"), &format!("send(given){wait}?;"));
                match depth {
                    1 => format!("{sends}{}", run(&format!("send({expression}){wait}?;"))),
                    _ => format!("{sends}{between}{}", run(&format!("between({expression}){wait}?;"))),
                }
            }
            Shape::Closure if self.is_async() => run(&format!(
                "let go = || async {{ {body}\n        Ok::<(), Box<dyn std::error::Error>>(()) }};\n        go().await?;"
            )),
            Shape::Closure => {
                run(&format!("let go = || -> {OUTCOME} {{ {body}\n        Ok(()) }};\n        go()?;"))
            }
            Shape::AsyncBlock => run(&format!(
                "let work = async {{ {body}\n        Ok::<(), Box<dyn std::error::Error>>(()) }};\n        work.await?;"
            )),
            Shape::Boxed => run(&format!(
                "let work = Box::pin(async {{ {body}\n        Ok::<(), Box<dyn std::error::Error>>(()) }});\n        work.await?;"
            )),
            Shape::Method => {
                format!(
                    "struct Job;\nimpl Job {{ {} }}\n{}",
                    method("work(&self)"),
                    run(&format!("Job.work(){wait}?;"))
                )
            }
            Shape::TraitMethod => format!(
                "struct Job;\ntrait Works {{ {asynchronous}fn work(&self) -> {OUTCOME}; }}\nimpl Works for Job {{ {} }}\n{}",
                method("work(&self)"),
                run(&format!("Job.work(){wait}?;"))
            ),
            Shape::ForeignMethod => format!(
                "trait Works {{ {asynchronous}fn work(&self) -> {OUTCOME}; }}\nimpl Works for String {{ {} }}\n{}",
                method("work(&self)"),
                run(&format!("String::new().work(){wait}?;"))
            ),
            Shape::DefaultMethod => format!(
                "struct Job;\ntrait Works {{ {} }}\nimpl Works for Job {{}}\n{}",
                method("work(&self)"),
                run(&format!("Job.work(){wait}?;"))
            ),
            Shape::Generic => {
                let generic = self.function("work<T: std::fmt::Debug>(name: T)", body);
                format!("{generic}{}", run(&format!("work(\"nightly\"){wait}?;")))
            }
            Shape::TwoCallsAway => {
                let between = self.function("between()", &format!("jobs::work(){wait}?;"));
                let root = format!("mod jobs;\n{between}{}", run(&format!("between(){wait}?;")));
                return (root, Some(self.function("work()", body)));
            }
            Shape::RenamedImport => {
                let root =
                    format!("mod jobs;\nuse jobs::work as start;\n{}", run(&format!("start(){wait}?;")));
                return (root, Some(self.function("work()", body)));
            }
            Shape::MatchArm => {
                run(&format!("match std::env::args().count() {{ 1 => {{ {body} }}\n        _ => {{}} }}"))
            }
            Shape::MacroArgument if self.is_async() => run(&format!(
                "println!(\"{{:?}}\", async {{ {body}\n        Ok::<(), Box<dyn std::error::Error>>(()) }}.await);"
            )),
            Shape::MacroArgument => {
                run(&format!("println!(\"{{:?}}\", (|| -> {OUTCOME} {{ {body}\n        Ok(()) }})());"))
            }
            Shape::InnerModule => {
                format!(
                    "mod inner {{ use super::*;\n{} }}\n{}",
                    self.function("work()", body),
                    run(&format!("inner::work(){wait}?;"))
                )
            }
        };
        (root, None)
    }

    fn is_async(&self) -> bool {
        !self.wait.is_empty()
    }
}
