//! What the interpreter understands of Rust: each snippet decides whether a scheme reaches Twilio's host.
#![allow(clippy::unwrap_used)]

mod memory;

use memory::{check, lines};

/// Says of each snippet whether `http` reaches the URL. `to(s)` puts a scheme before Twilio's host; `x()` is unknown.
fn judge(cases: &[(&str, bool)]) {
    let mut faults = Vec::new();
    for (snippet, fires) in cases {
        let text = format!(
            "fn to(s: impl AsRef<str>) -> String {{ format!(\"{{}}://api.twilio.com\", s.as_ref()) }}\n\
             fn flag() -> bool {{ std::env::args().count() > 3 }}\n\
             {snippet}\n"
        );
        let report = check(&[("lib.rs", &text)]);
        assert!(report.skipped.is_empty(), "{snippet}: {:?}", report.skipped);
        let found = lines(&report).iter().any(|line| line.ends_with("plain_http_url"));
        if found != *fires {
            faults.push(format!("{} {snippet}", if *fires { "silent:" } else { "fires:" }));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_leaves_early_is_not_joined_with_what_follows() {
    judge(&[
        ("fn f() { let mut s = \"https\"; if flag() { s = \"http\"; return; } to(s); }", false),
        ("fn f() { let mut s = \"https\"; if flag() { s = \"http\"; } to(s); }", true),
        (
            "fn f() { let s; if flag() { s = \"http\"; panic!(\"{s}\"); } else { s = \"https\"; } to(s); }",
            false,
        ),
        ("fn f() { let s = if flag() { std::process::exit(1) } else { \"https\" }; to(s); }", false),
        ("fn f() { return; #[allow(unreachable_code)] to(\"http\"); }", false),
        (
            "fn f() -> Result<(), ()> { let mut s = \"https\"; if flag() { s = \"http\"; Err(())?; } to(s); Ok(()) }",
            false,
        ),
        (
            "fn f() -> anyhow::Result<()> { let mut s = \"https\"; if flag() { s = \"http\"; anyhow::bail!(\"no\"); } to(s); Ok(()) }",
            false,
        ),
        (
            "fn f(x: Option<u8>) { let mut s = \"https\"; let Some(_) = x else { s = \"http\"; to(\"https\"); return; }; to(s); }",
            false,
        ),
        (
            "fn die() -> ! { panic!() }\nfn f() { let mut s = \"https\"; if flag() { s = \"http\"; die(); } to(s); }",
            false,
        ),
        (
            "fn f() { let mut s = \"https\"; let work = async { if flag() { return; } s = \"http\"; }; drop(work); to(s); }",
            true,
        ),
        ("fn f() { let mut s = \"http\"; let work = async { return; }; drop(work); to(s); }", true),
        ("fn f() { let s = \"http\"; let g = || { return; }; g(); to(s); }", true),
        ("fn f() { let mut s = \"https\"; flag() || { s = \"http\"; false }; to(s); }", true),
        ("fn f() { let mut s = \"https\"; if flag() && { s = \"http\"; true } { return; } to(s); }", true),
        ("fn f() { flag() || return; to(\"http\"); }", true),
        ("fn f() { if false { to(\"http\"); } if true { to(\"https\"); } else { to(\"http\"); } }", false),
        (
            "fn pick() -> &'static str { if flag() { return \"http\"; } \"https\" }\nfn f() { to(pick()); }",
            true,
        ),
    ]);
}

#[test]
fn loops_end_where_they_are_left() {
    judge(&[
        ("fn f() { let s = loop { if flag() { break \"http\"; } }; to(s); }", true),
        (
            "fn f() { let s = loop { if flag() { break \"https\"; } let t = \"http\"; drop(t); }; to(s); }",
            false,
        ),
        ("fn f() { let s = 'a: { if flag() { break 'a \"http\"; } \"https\" }; to(s); }", true),
        (
            "fn f() { let mut s = \"https\"; 'a: { if flag() { break 'a; } s = \"http\"; return; } to(s); }",
            false,
        ),
        (
            "fn f() { let mut s = \"https\"; 'o: loop { loop { if flag() { s = \"http\"; break 'o; } } } to(s); }",
            true,
        ),
        (
            "fn f() { let mut s = \"https\"; loop { if flag() { break; } s = \"http\"; return; } to(s); }",
            false,
        ),
        ("fn f() { let mut s = \"https\"; for _ in 0..3 { to(s); s = \"http\"; } }", true),
        (
            "fn f() { let mut s = \"https\"; for _ in 0..3 { if flag() { s = \"http\"; continue; } } to(s); }",
            true,
        ),
        (
            "fn f() { let (mut a, mut b, mut c) = (\"https\", \"https\", \"https\"); while flag() { a = b; b = c; c = \"http\"; } to(a); drop((b, c)); }",
            true,
        ),
        ("fn f() { loop { if flag() { return; } } #[allow(unreachable_code)] to(\"http\"); }", false),
        ("fn f() { while true { if flag() { return; } } to(\"http\"); }", false),
        (
            "fn f(mut v: Vec<&str>) { let mut s = \"https\"; while let Some(_) = v.pop() { s = \"http\"; } to(s); }",
            true,
        ),
        (
            "fn f() { let mut s = \"https\"; loop { tokio::select! { _ = x() => break, _ = y() => { s = \"http\"; } } } to(s); }",
            true,
        ),
    ]);
}

#[test]
fn matches_take_the_arms_that_can_be_taken() {
    judge(&[
        (
            "const E: &str = \"live\";\nfn f() { let s = match E { \"test\" => \"http\", _ => \"https\" }; to(s); }",
            false,
        ),
        (
            "const E: &str = \"test\";\nfn f() { let s = match E { \"test\" => \"http\", _ => \"https\" }; to(s); }",
            true,
        ),
        (
            "const T: &str = \"test\";\nfn f() { let s = match \"live\" { T => \"http\", _ => \"https\" }; to(s); }",
            false,
        ),
        ("fn f(e: &str) { let s = match e { \"test\" => \"http\", _ => \"https\" }; to(s); }", true),
        ("fn f(e: &str) { let s = match e { \"test\" => return, _ => \"http\" }; to(s); }", true),
        (
            "fn f(e: Option<&str>) { let s = match e { Some(s) => s, None => unreachable!() }; to(s); }\nfn g() { f(Some(\"http\")); }",
            true,
        ),
        (
            "fn f() { let mut s = \"http\"; match flag() { true => s = \"https\", false => return } to(s); }",
            false,
        ),
    ]);
}

#[test]
fn writes_come_back_from_calls_and_closures() {
    judge(&[
        (
            "fn set(s: &mut &str) { *s = \"http\"; }\nfn f() { let mut s = \"https\"; set(&mut s); to(s); }",
            true,
        ),
        (
            "fn set(s: &mut &str) { *s = \"https\"; }\nfn f() { let mut s = \"http\"; set(&mut s); to(s); }",
            false,
        ),
        (
            "fn fill(s: &mut String) { s.push_str(\"s\"); }\nfn f() { let mut s = String::from(\"http\"); fill(&mut s); to(s); }",
            false,
        ),
        (
            "struct B { s: &'static str }\nimpl B { fn plain(&mut self) -> &mut Self { self.s = \"http\"; self } }\nfn f() { let mut b = B { s: \"https\" }; b.plain(); to(b.s); }",
            true,
        ),
        (
            "struct B { s: &'static str }\nstruct O { b: B }\nfn f() { let mut o = O { b: B { s: \"https\" } }; o.b.s = \"http\"; to(o.b.s); }",
            true,
        ),
        (
            "struct B { s: &'static str }\nfn change(b: &mut B) { b.s = \"http\"; }\nfn outer(b: &mut B) { change(b); }\nfn f() { let mut b = B { s: \"https\" }; outer(&mut b); to(b.s); }",
            true,
        ),
        ("fn f() { let mut s = \"https\"; let mut set = || s = \"http\"; set(); to(s); }", true),
        ("fn f() { let mut s = \"https\"; Some(1).into_iter().for_each(|_| s = \"http\"); to(s); }", true),
        (
            "fn run(mut g: impl FnMut()) { g(); }\nfn f() { let mut s = \"https\"; run(|| s = \"http\"); to(s); }",
            true,
        ),
        ("fn f() { let mut s = \"https\"; { let s = \"http\"; drop(s); } to(s); }", false),
        ("fn f() { let s = \"http\"; let s = s.replace(\"http\", \"https\"); to(s); }", false),
        (
            "fn f() { let mut s = \"http\"; let t = std::mem::replace(&mut s, \"https\"); to(s); drop(t); }",
            false,
        ),
        ("fn f() { let mut s = \"http\"; let t = std::mem::replace(&mut s, \"https\"); to(t); }", true),
        (
            "fn f() { let (mut a, mut b) = (\"http\", \"https\"); std::mem::swap(&mut a, &mut b); to(a); drop(b); }",
            false,
        ),
        ("fn f() { let mut o = Some(\"http\"); let t = o.take(); to(t.unwrap()); }", true),
        ("fn f() { let (a, b); (a, b) = (\"https\", \"http\"); to(a); drop(b); }", false),
        ("fn f() { let mut s = String::new(); s += \"http\"; to(s); }", true),
        (
            "fn f() { let mut v = Vec::new(); v.push(\"https\"); v.push(\"http\"); for s in v { to(s); } }",
            true,
        ),
        ("fn f() { let [a, b] = [\"https\", \"http\"]; to(b); drop(a); }", true),
    ]);
}

#[test]
fn closures_are_followed_wherever_they_are_kept() {
    judge(&[
        ("struct S<F> { f: F }\nfn f() { let s = S { f: |()| \"http\" }; to((s.f)(())); }", true),
        (
            "struct S { f: Box<dyn Fn() -> &'static str> }\nimpl S { fn go(&self) { to((self.f)()); } }\nfn f() { S { f: Box::new(|| \"http\") }.go(); }",
            true,
        ),
        ("fn make() -> impl Fn() -> &'static str { || \"http\" }\nfn f() { to(make()()); }", true),
        (
            "fn make() -> Box<dyn Fn() -> &'static str> { Box::new(|| \"http\") }\nfn f() { let g = make(); to(g()); }",
            true,
        ),
        (
            "fn inner(g: impl Fn() -> &'static str) { to(g()); }\nfn outer(g: impl Fn() -> &'static str) { inner(g); }\nfn f() { outer(|| \"http\"); }",
            true,
        ),
        ("async fn f() { let g = async || \"http\"; to(g().await); }", true),
        ("fn f() { to([\"h\", \"t\", \"t\", \"p\"].iter().fold(String::from(\"http\"), |a, _| a)); }", true),
        ("fn f() { let s = flag().then(|| \"http\").unwrap_or(\"https\"); to(s); }", true),
        ("fn f() { for (i, s) in [\"http\"].iter().enumerate() { drop(i); to(s); } }", true),
        ("fn f() { for (s, t) in [\"https\"].iter().zip([\"http\"]) { drop(t); to(s); } }", false),
        ("fn f() { [\"http\"].iter().filter(|s| s.len() > 1).for_each(|s| drop(to(s))); }", true),
        ("async fn f() { let s = tokio::spawn(async { \"http\" }).await.unwrap(); to(s); }", true),
        ("async fn f() { let s = tokio::task::spawn_blocking(|| \"http\").await.unwrap(); to(s); }", true),
        (
            "fn f() { let s = tokio::runtime::Runtime::new().unwrap().block_on(async { \"http\" }); to(s); }",
            true,
        ),
        (
            "async fn f() { let s = tokio::time::timeout(d(), async { \"http\" }).await.unwrap(); to(s); }",
            true,
        ),
        ("fn f() { let s = std::thread::spawn(|| \"http\").join().unwrap(); to(s); }", true),
        (
            "async fn f() { let (a, b) = tokio::join!(async { \"https\" }, async { \"http\" }); to(a); drop(b); }",
            false,
        ),
        (
            "async fn f() { let (a, b) = tokio::try_join!(async { Ok(\"https\") }, async { Ok(\"http\") })?; to(b); drop(a); }",
            true,
        ),
    ]);
}

#[test]
fn traits_lead_to_the_implementations_that_are_possible() {
    let api = "trait Api { fn scheme(&self) -> &'static str; }\nstruct Live;\nstruct Local;\n\
               impl Api for Live { fn scheme(&self) -> &'static str { \"https\" } }\nimpl Api for Local { fn scheme(&self) -> &'static str { \"http\" } }\n";
    let with = |rest: &str| format!("{api}{rest}");
    judge(&[
        (&with("fn f() { to(Live.scheme()); }"), false),
        (&with("fn f() { to(Local.scheme()); }"), true),
        (
            &with(
                "trait Go: Api { fn go(&self) { to(self.scheme()); } }\nimpl Go for Local {}\nfn f() { Local.go(); }",
            ),
            true,
        ),
        (&with("fn g<A: Api>(a: A) { to(a.scheme()); }\nfn f() { g(Local); }"), true),
        (&with("fn g(a: &dyn Api) { to(a.scheme()); }"), true),
        (&with("struct S { a: Box<dyn Api> }\nimpl S { fn f(&self) { to(self.a.scheme()); } }"), true),
        (
            "trait Base { const S: &'static str; fn go() { to(Self::S); } }\nstruct A;\nimpl Base for A { const S: &'static str = \"http\"; }\nfn f() { A::go(); }",
            true,
        ),
        (
            "trait Base { const S: &'static str = \"https\"; }\nstruct A;\nimpl Base for A {}\nfn f() { to(A::S); }",
            false,
        ),
        (
            "trait Base { const S: &'static str; }\nstruct A;\nimpl Base for A { const S: &'static str = \"http\"; }\nfn g<T: Base>() { to(T::S); }\nfn f() { g::<A>(); }",
            true,
        ),
        (
            "trait Name { fn s() -> &'static str; }\nstruct A;\nimpl Name for A { fn s() -> &'static str { \"http\" } }\nfn g<T: Name>(_: T) { to(T::s()); }\nfn f() { g(A); }",
            true,
        ),
        (
            "struct W<T> { inner: T }\nimpl<T: AsRef<str>> W<T> { fn go(&self) { to(self.inner.as_ref()); } }\nfn f() { W { inner: \"http\" }.go(); }",
            true,
        ),
    ]);
}

#[test]
fn conversions_of_the_crate_are_run() {
    judge(&[
        (
            "struct S(&'static str);\nimpl From<u8> for S { fn from(_: u8) -> Self { S(\"http\") } }\nfn f() { let s: S = 1.into(); to(s.0); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl From<u8> for S { fn from(_: u8) -> Self { S(\"http\") } }\nfn g(s: S) { to(s.0); }\nfn f() { g(1.into()); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl From<u8> for S { fn from(_: u8) -> Self { S(\"http\") } }\nfn g() -> S { 1.into() }\nfn f() { to(g().0); }",
            true,
        ),
        (
            "struct S(String);\nimpl std::str::FromStr for S { type Err = (); fn from_str(s: &str) -> Result<Self, ()> { Ok(S(format!(\"{s}\"))) } }\nfn f() { let s: S = \"http\".parse().unwrap(); to(s.0); }",
            true,
        ),
        (
            "struct S(String);\nimpl std::str::FromStr for S { type Err = (); fn from_str(s: &str) -> Result<Self, ()> { Ok(S(format!(\"{s}\"))) } }\nfn f() { to(\"http\".parse::<S>().unwrap().0); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl std::ops::Deref for S { type Target = str; fn deref(&self) -> &str { \"http\" } }\nfn f() { let s = S(\"x\"); to(&*s); }",
            true,
        ),
        (
            "struct I;\nimpl I { fn s(&self) -> &'static str { \"http\" } }\nstruct S(I);\nimpl std::ops::Deref for S { type Target = I; fn deref(&self) -> &I { &self.0 } }\nfn f() { to(S(I).s()); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl AsRef<str> for S { fn as_ref(&self) -> &str { self.0 } }\nfn f() { to(S(\"http\")); }",
            true,
        ),
        (
            "struct S { s: &'static str }\nimpl Default for S { fn default() -> Self { S { s: \"http\" } } }\nfn f() { to(S::default().s); }",
            true,
        ),
        (
            "struct S { s: &'static str, n: u8 }\nimpl Default for S { fn default() -> Self { S { s: \"http\", n: 0 } } }\nfn f() { let s = S { n: 1, ..Default::default() }; to(s.s); }",
            true,
        ),
        (
            "struct S { s: &'static str }\nimpl Default for S { fn default() -> Self { S { s: \"http\" } } }\n#[derive(Default)] struct O { inner: S }\nfn f() { to(O::default().inner.s); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl std::fmt::Display for S { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"{}\", self.0) } }\nfn f() { to(format!(\"{}\", S(\"http\"))); }",
            true,
        ),
        (
            "struct S(&'static str);\nimpl std::fmt::Display for S { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.0) } }\nfn f() { to(S(\"http\").to_string()); }",
            true,
        ),
        (
            "struct I;\nimpl Iterator for I { type Item = &'static str; fn next(&mut self) -> Option<&'static str> { Some(\"http\") } }\nfn f() { for s in I { to(s); } }",
            true,
        ),
    ]);
}

#[test]
fn statics_and_macros_are_read() {
    judge(&[
        (
            "static S: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| \"http\".to_owned());\nfn f() { to(&*S); }",
            true,
        ),
        (
            "fn s() -> &'static str { static S: std::sync::OnceLock<String> = std::sync::OnceLock::new(); S.get_or_init(|| \"http\".to_owned()) }\nfn f() { to(s()); }",
            true,
        ),
        (
            "static S: once_cell::sync::Lazy<String> = once_cell::sync::Lazy::new(|| \"http\".to_owned());\nfn f() { to(&*S); }",
            true,
        ),
        (
            "lazy_static::lazy_static! { static ref N: u8 = 1; pub static ref S: String = \"http\".to_owned(); }\nfn f() { to(S.as_str()); }",
            true,
        ),
        ("thread_local! { static S: &'static str = \"http\"; }\nfn f() { S.with(|s| to(s)); }", true),
        ("const fn s() -> &'static str { \"http\" }\nconst S: &str = s();\nfn f() { to(S); }", true),
        ("const ALL: [&str; 2] = [\"https\", \"http\"];\nfn f() { to(ALL[1]); }", true),
        ("const ALL: &[&str] = &[\"https\", \"http\"];\nfn f() { for s in ALL { to(s); } }", true),
        ("fn f() { to(concat!(\"ht\", \"tp\")); to(stringify!(http)); }", true),
        ("fn f() { to(include_str!(\"http\")); to(stringify!(http)); }", false),
        ("macro_rules! s { () => { \"http\" }; }\nfn f() { to(s!()); }", true),
        (
            "macro_rules! join { ($a:expr, $b:expr) => { format!(\"{}{}\", $a, $b) }; }\nfn f() { to(join!(\"ht\", \"tp\")); }",
            true,
        ),
        (
            "macro_rules! make { ($name:ident, $s:literal) => { fn $name() -> &'static str { $s } }; }\nmake!(s, \"http\");\nfn f() { to(s()); }",
            true,
        ),
        (
            "macro_rules! all { ($($s:expr),* $(,)?) => { [$(to($s)),*] }; }\nfn f() { all!(\"https\", \"http\",); }",
            true,
        ),
        ("macro_rules! r { ($($t:tt)*) => { r!($($t)*) }; }\nfn f() { r!(\"http\"); }", false),
    ]);
}

#[test]
fn recursion_ends_and_says_what_it_cut() {
    let text = "fn f(n: u32, s: &str) -> String { if n == 0 { return format!(\"{s}://api.twilio.com\"); } f(n - 1, s) }\nfn main() { f(3, \"http\"); }\n";
    let report = check(&[("lib.rs", text)]);
    assert_eq!(lines(&report), ["lib.rs:2 plain_http_url"]);
    let text = "fn f(n: u32, s: &str) { if n > 0 { f(n - 1, \"http\"); } to(s); }\nfn to(s: &str) -> String { format!(\"{s}://api.twilio.com\") }\nfn main() { f(3, \"https\"); }\n";
    let report = check(&[("lib.rs", text)]);
    assert!(
        report.not_followed.iter().any(|(_, why)| why.contains("calls itself")),
        "{:?}",
        report.not_followed
    );
}

#[test]
fn what_the_text_of_the_program_decides_rules_the_other_way_out() {
    judge(&[
        ("const TLS: bool = true; fn f() { to(if TLS { \"https\" } else { \"http\" }); }", false),
        ("const TLS: bool = false; fn f() { to(if TLS { \"https\" } else { \"http\" }); }", true),
        ("const TLS: bool = false; fn f() { to(if !TLS { \"https\" } else { \"http\" }); }", false),
        (
            "const TLS: bool = cfg!(feature = \"tls\"); fn f() { to(if TLS { \"https\" } else { \"http\" }); }",
            true,
        ),
        ("fn f() { let tls = flag(); to(if tls { \"https\" } else { \"http\" }); }", true),
        (
            "fn f() { let mut tls = true; if flag() { tls = flag(); } to(if tls { \"https\" } else { \"http\" }); }",
            true,
        ),
        ("fn f() { to([\"http\", \"https\"][1]); }", false),
        ("fn f() { to([\"http\", \"https\"][0]); }", true),
        ("const ALL: [&str; 2] = [\"http\", \"https\"]; fn f() { to(ALL[1]); }", false),
        ("fn f() { to([\"http\", \"https\"][std::env::args().count()]); }", true),
        ("fn f() { let mut all = [\"https\", \"http\"]; all.sort(); to(all[0]); }", true),
    ]);
}
