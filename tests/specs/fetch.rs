//! `fetch`: from an https server, archives of every kind, folders and git repositories.

use super::server::{Page, Server};
use super::{document, done, refused, run};
use flate2::Compression;
use flate2::write::GzEncoder;
use ringfence_tests::tree::tree;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tar::{Builder, EntryType, Header};

/// An archive under construction.
struct Tar(Builder<Vec<u8>>);

impl Tar {
    fn new() -> Self {
        Self(Builder::new(Vec::new()))
    }

    /// A file with this very path, however wrong it is.
    fn file(self, path: &str, bytes: &[u8]) -> Self {
        self.entry(EntryType::Regular, path, "", bytes)
    }

    fn entry(mut self, kind: EntryType, path: &str, link: &str, bytes: &[u8]) -> Self {
        let mut header = Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        header.as_gnu_mut().unwrap().name[..path.len()].copy_from_slice(path.as_bytes());
        header.as_gnu_mut().unwrap().linkname[..link.len()].copy_from_slice(link.as_bytes());
        header.set_cksum();
        self.0.append(&header, bytes).unwrap();
        self
    }

    /// A file whose true path stands in an entry before it, as for paths that are too long for a header.
    fn renamed(self, kind: EntryType, before: &[u8], bytes: &[u8]) -> Self {
        self.entry(kind, "before", "", before).file("a/twilio_a_v1.yaml", bytes)
    }

    /// A file that says it is as large as this, and is as large as it is.
    fn sized(mut self, path: &str, size: u64, is_sparse: bool) -> Self {
        let mut header = Header::new_gnu();
        let gnu = header.as_gnu_mut().unwrap();
        gnu.name[..path.len()].copy_from_slice(path.as_bytes());
        if is_sparse {
            // A hole of that size, and nothing of the file in the archive.
            gnu.sparse[0].offset.copy_from_slice(format!("{size:011o}\0").as_bytes());
            gnu.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
            gnu.realsize.copy_from_slice(format!("{size:011o}\0").as_bytes());
        }
        header.set_entry_type(if is_sparse { EntryType::GNUSparse } else { EntryType::Regular });
        header.set_mode(0o644);
        header.set_size(if is_sparse { 0 } else { size });
        header.set_cksum();
        self.0.append(&header, &b""[..]).unwrap();
        self
    }

    /// The commit, as `git archive` writes it.
    fn commit(self, commit: &str) -> Self {
        let text = format!("52 comment={commit}\n");
        self.entry(EntryType::XGlobalHeader, "pax_global_header", "", text.as_bytes())
    }

    fn packed(self) -> Vec<u8> {
        gzip(&self.0.into_inner().unwrap())
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn commit() -> String {
    "0123456789".repeat(4)
}

/// A release as it comes: both formats, and much that is no document.
fn release() -> Tar {
    let json = r#"{"openapi": "3.0.1", "paths": {}}"#;
    Tar::new()
        .commit(&commit())
        .entry(EntryType::Directory, "twilio-oai-2.6.7/", "", b"")
        .file("twilio-oai-2.6.7/CHANGES.md", b"openapi: no")
        .file("twilio-oai-2.6.7/package.json", b"{\"name\": \"x\"}")
        .file("twilio-oai-2.6.7/spec/yaml/twilio_things_v1.yaml", document("CreateThing").as_bytes())
        .file("twilio-oai-2.6.7/spec/json/twilio_things_v1.json", json.as_bytes())
        .file("twilio-oai-2.6.7/spec/yaml/twilio_others_v1.yaml", document("MakeOther").as_bytes())
}

/// All files of a folder, hidden ones too.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let file = |path: std::path::PathBuf| {
        (
            path.file_name().unwrap().to_str().unwrap().to_owned(),
            fs::read_to_string(&path).unwrap_or_default(),
        )
    };
    entries.map(|entry| file(entry.unwrap().path())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

const ALL: [&str; 3] = ["ringfence-specs.toml", "twilio_others_v1.yaml", "twilio_things_v1.yaml"];

#[test]
fn a_release_is_fetched_over_https_with_its_revision() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let archive = release().packed();
    let server = Server::start(
        here,
        &[
            ("/archive/2.6.7.tar.gz", Page::Redirect("/real".to_owned())),
            ("/real", Page::Bytes(archive.clone())),
        ],
    );
    let url = format!("{}/archive/2.6.7.tar.gz", server.url);
    let line = ["specs", "fetch", &url, "--out", "specs", "--ca-file", "authority.pem"];
    assert_eq!(done(here, &line), format!("2 documents of revision {} written to specs\n", commit()));
    let found = files(&here.join("specs"));
    assert_eq!(found.keys().collect::<Vec<_>>(), ALL);
    assert_eq!(found["twilio_things_v1.yaml"], document("CreateThing"), "the very bytes");
    let record = &found["ringfence-specs.toml"];
    let table: toml::Table = record.parse().unwrap();
    assert_eq!(
        (table["source"].as_str(), table["revision"].as_str()),
        (Some(url.as_str()), Some(commit().as_str()))
    );
    assert_eq!(table["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(table["documents"].as_table().unwrap().len(), 2);
    done(here, &line);
    assert_eq!(files(&here.join("specs")), found, "the same again gives the same");
    let signed = format!("{url}?X-Signature=secret");
    done(here, &["specs", "fetch", &signed, "--out", "specs", "--ca-file", "authority.pem"]);
    assert_eq!(files(&here.join("specs")), found, "a query may be a credential");
    assert!(
        done(here, &["specs", "list", "--spec", "specs"]).contains("2 documents, 2 operations"),
        "the record is no document"
    );

    let json = [
        "specs",
        "fetch",
        &url,
        "--out",
        "json",
        "--ca-file",
        "authority.pem",
        "--json",
        "--only",
        "things_*",
    ];
    done(here, &json);
    assert_eq!(names(&here.join("json")), ["ringfence-specs.toml", "twilio_things_v1.json"]);
}

#[test]
fn nothing_but_https_to_a_server_that_is_trusted_is_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let server = Server::start(
        here,
        &[
            ("/plain", Page::Redirect("http://localhost:1/x".to_owned())),
            ("/file", Page::Redirect("file:///etc/passwd".to_owned())),
            ("/known", Page::Redirect("https://me:secret@localhost:1/x".to_owned())),
            ("/round", Page::Redirect("/round".to_owned())),
            ("/gone", Page::Status(410)),
            ("/html", Page::Bytes(b"<html>".to_vec())),
            ("/large", Page::Bytes(vec![0x1f; 2 << 20])),
            ("/endless", Page::Endless),
            ("/good", Page::Bytes(release().packed())),
        ],
    );
    let fetch = |path: &str, words: &str| {
        let url = format!("{}{path}", server.url);
        let line = ["specs", "fetch", &url, "--out", "out", "--max-size", "1", "--ca-file", "authority.pem"];
        refused(here, &line, words);
    };
    fetch("/plain", "leads to `http://localhost:1/x`, which is not https");
    // It is taken for a path of the server that says so, which has none of that name.
    fetch("/file", "the server answered with status 404");
    fetch("/known", "cannot be fetched: ");
    fetch("/round", "more than 5 redirects");
    fetch("/gone", "the server answered with status 410");
    fetch("/none", "the server answered with status 404");
    fetch("/html", "is no archive");
    fetch("/large", "is larger than 1 MiB; `--max-size` sets another limit");
    fetch("/endless", "is larger than 1 MiB; `--max-size` sets another limit");
    let good = format!("{}/good", server.url);
    refused(here, &["specs", "fetch", &good, "--out", "out"], "cannot be fetched: ");
    let with_credential = good.replace("https://", "https://me:secret@");
    refused(
        here,
        &["specs", "fetch", &with_credential, "--out", "out", "--ca-file", "authority.pem"],
        "a URL must not hold a credential",
    );
    refused(
        here,
        &["specs", "fetch", &good.replace("https", "http"), "--out", "out"],
        "`http` is not fetched; an https URL",
    );
    for url in ["HTTP://localhost:1/x", "https+http://localhost:1/x", "ftp://localhost/x.tar.gz", "data://x"]
    {
        refused(here, &["specs", "fetch", url, "--out", "out"], "is not fetched; an https URL");
    }
    refused(here, &["specs", "fetch", "https:///x.tar.gz", "--out", "out"], "cannot be fetched: ");
    refused(
        here,
        &["specs", "fetch", "https://me@localhost:1/x.git", "--out", "out"],
        "must not hold a credential",
    );
    refused(here, &["specs", "fetch", "ssh://git@example.com/x", "--out", "out"], "`ssh` is not fetched");
    refused(here, &["specs", "fetch", "file:///etc/passwd", "--out", "out"], "`file` is not fetched");
    refused(
        here,
        &["specs", "fetch", &good, "--out", "out", "--ca-file", "gone.pem"],
        "--ca-file: cannot be read",
    );
    refused(here, &["specs", "fetch", &good, "--out", "out", "--revision", "1"], "--revision: ");
    assert_eq!(names(here), ["authority.pem"], "nothing is written");
    assert!(Server::start(here, &[]).authority.exists());
}

#[test]
fn hostile_archives_are_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("inner");
    fs::create_dir(&here).unwrap();
    let yaml = document("CreateThing");
    let yaml = yaml.as_bytes();
    let bomb = || Tar::new().file("r/padding", &vec![0; 40 << 20]).packed();
    let many = || (0..20_001).fold(Tar::new(), |tar, at| tar.file(&format!("a/{at}"), b"")).packed();
    let twice = || release().file("twilio-oai-2.6.7/examples/twilio_things_v1.yaml", yaml).packed();
    let same = || release().file("twilio-oai-2.6.7/spec/yaml/twilio_things_v1.yaml", yaml).packed();
    let large = vec![b'x'; 3 << 20];
    let cases: [(&str, Vec<u8>, &str); 26] = [
        ("up.tar.gz", Tar::new().file("../twilio_a_v1.yaml", yaml).packed(), "has a path that leaves it"),
        (
            "within.tar.gz",
            Tar::new().file("a/../../twilio_a_v1.yaml", yaml).packed(),
            "has a path that leaves it",
        ),
        (
            "absolute.tar.gz",
            Tar::new().file("/tmp/twilio_a_v1.yaml", yaml).packed(),
            "has a path that leaves it",
        ),
        (
            "back.tar.gz",
            Tar::new().file("a\\..\\..\\twilio_a_v1.yaml", yaml).packed(),
            "has a path that leaves it",
        ),
        ("drive.tar.gz", Tar::new().file("C:/twilio_a_v1.yaml", yaml).packed(), "has a path that leaves it"),
        (
            "symlink.tar.gz",
            Tar::new().entry(EntryType::Symlink, "specs", "/etc", b"").packed(),
            "has a link (`specs`)",
        ),
        (
            "hardlink.tar.gz",
            Tar::new().entry(EntryType::Link, "a/twilio_a_v1.yaml", "../../passwd", b"").packed(),
            "has a link",
        ),
        (
            "pax.tar.gz",
            Tar::new().renamed(EntryType::XHeader, b"31 path=../../twilio_a_v1.yaml\n", yaml).packed(),
            "has a path that leaves it",
        ),
        (
            "long.tar.gz",
            Tar::new().renamed(EntryType::GNULongName, b"/etc/twilio_a_v1.yaml\0", yaml).packed(),
            "has a path that leaves it",
        ),
        (
            "long-bomb.tar.gz",
            Tar::new().renamed(EntryType::GNULongName, &vec![b'a'; 40 << 20], yaml).packed(),
            "holds more than it may",
        ),
        (
            "character.tar.gz",
            Tar::new().entry(EntryType::Char, "a/twilio_a_v1.yaml", "", b"").packed(),
            "neither file nor folder",
        ),
        (
            "lying.tar.gz",
            Tar::new().sized("a/twilio_a_v1.yaml", 1 << 62, false).packed(),
            "is a broken archive",
        ),
        (
            "sparse.tar.gz",
            Tar::new().sized("a/twilio_a_v1.yaml", 1 << 32, true).packed(),
            "is larger than 2 MiB",
        ),
        ("large.tar.gz", Tar::new().file("a/twilio_a_v1.yaml", &large).packed(), "is larger than 2 MiB"),
        ("nested.tar.gz", gzip(&release().packed()), "is a broken archive"),
        ("same.tar.gz", same(), "`things_v1` is there more than once: `twilio-oai-2.6.7/"),
        (
            "fifo.tar.gz",
            Tar::new().entry(EntryType::Fifo, "a/twilio_a_v1.yaml", "", b"").packed(),
            "neither file nor folder",
        ),
        ("after.tar.gz", release().entry(EntryType::Symlink, "a/x", "/etc", b"").packed(), "has a link"),
        ("bomb.tar.gz", bomb(), "holds more than it may"),
        ("many.tar.gz", many(), "has more than 20000 entries"),
        ("short.tar.gz", release().packed()[..200].to_vec(), "is a broken archive"),
        ("half.tar", release().0.into_inner().unwrap()[..2000].to_vec(), "is a broken archive"),
        ("not.tar.gz", b"openapi: 3.0.1".to_vec(), "is no archive"),
        ("release.zip", b"PK\x03\x04....".to_vec(), "is a zip; take the .tar.gz"),
        ("empty.tar.gz", Tar::new().packed(), "has no OpenAPI document"),
        ("twice.tar.gz", twice(), "`things_v1` is there more than once: `twilio-oai-2.6.7/"),
    ];
    for (name, bytes, words) in &cases {
        fs::write(here.join(name), bytes).unwrap();
        refused(&here, &["specs", "fetch", name, "--out", "out", "--max-size", "2"], words);
    }
    assert_eq!(names(folder.path()), ["inner"]);
    assert_eq!(names(&here).len(), cases.len(), "nothing is written beside the archives");
}

#[test]
fn names_that_are_no_names_of_documents_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = document("CreateThing");
    let mut tar = release();
    for name in [
        ".hidden.yaml",
        "-x.yaml",
        "a b.yaml",
        "a\u{202e}.yaml",
        "a%2f.yaml",
        ".yaml",
        "twilio.yaml.exe",
        "$(x).json",
    ] {
        tar = tar.file(&format!("r/{name}"), yaml.as_bytes());
    }
    fs::write(folder.path().join("a.tar.gz"), tar.packed()).unwrap();
    done(folder.path(), &["specs", "fetch", "a.tar.gz", "--out", "out"]);
    assert_eq!(names(&folder.path().join("out")), ALL);
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let folder = tree(&[("victim.yaml", "mine"), ("part", "mine")]);
    let here = folder.path();
    fs::create_dir(here.join("out")).unwrap();
    symlink(here.join("victim.yaml"), here.join("out/twilio_things_v1.yaml")).unwrap();
    symlink(here.join("part"), here.join("out/.twilio_others_v1.yaml.part")).unwrap();
    symlink(here.join("gone.toml"), here.join("out/ringfence-specs.toml")).unwrap();
    fs::write(here.join("a.tar.gz"), release().packed()).unwrap();
    done(here, &["specs", "fetch", "a.tar.gz", "--out", "out"]);
    assert_eq!(names(&here.join("out")), ALL);
    assert!(fs::symlink_metadata(here.join("out/twilio_things_v1.yaml")).unwrap().is_file());
    let read = |name: &str| fs::read_to_string(here.join(name)).unwrap();
    assert_eq!((read("victim.yaml"), read("part")), ("mine".to_owned(), "mine".to_owned()));
    assert!(!here.join("gone.toml").exists());
    // A link in a source folder is not followed either.
    fs::create_dir(here.join("source")).unwrap();
    fs::write(here.join("source/twilio_a_v1.yaml"), document("MakeA")).unwrap();
    fs::write(here.join("secret_v1.yaml"), document("MakeSecret")).unwrap();
    symlink(here.join("secret_v1.yaml"), here.join("source/twilio_b_v1.yaml")).unwrap();
    done(here, &["specs", "fetch", "source", "--out", "from-folder"]);
    assert_eq!(names(&here.join("from-folder")), ["ringfence-specs.toml", "twilio_a_v1.yaml"]);
}

#[test]
fn what_somebody_made_their_own_is_not_overwritten_and_what_is_no_longer_there_goes() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("a.tar.gz"), release().packed()).unwrap();
    let newer = Tar::new().file("r-2/twilio_others_v1.yaml", document("MakeAnother").as_bytes());
    fs::write(here.join("b.tar.gz"), newer.packed()).unwrap();
    let fetch = |name: &'static str| ["specs", "fetch", name, "--out", "out"];
    done(here, &fetch("a.tar.gz"));
    fs::write(here.join("out/own.yaml"), "mine").unwrap();
    let things = here.join("out/twilio_things_v1.yaml");
    let good = fs::read(&things).unwrap();
    fs::write(&things, "mine").unwrap();
    let before = files(&here.join("out"));
    refused(
        here,
        &fetch("b.tar.gz"),
        "`out/twilio_things_v1.yaml`: not as it was fetched, and would be overwritten",
    );
    assert_eq!(files(&here.join("out")), before, "all or nothing");
    fs::write(&things, good).unwrap();
    assert_eq!(done(here, &fetch("b.tar.gz")), "1 document of revision r-2 written to out\n");
    assert_eq!(names(&here.join("out")), ["own.yaml", "ringfence-specs.toml", "twilio_others_v1.yaml"]);

    // A record that somebody has changed names no file outside.
    fs::write(here.join("precious.yaml"), "mine").unwrap();
    let record = "[documents]\n\"../precious.yaml\" = \"0\"\n\"/precious.yaml\" = \"0\"\n";
    fs::write(here.join("out/ringfence-specs.toml"), record).unwrap();
    fs::write(here.join("out/twilio_others_v1.yaml"), document("MakeAnother")).unwrap();
    done(here, &fetch("b.tar.gz"));
    assert_eq!(fs::read_to_string(here.join("precious.yaml")).unwrap(), "mine");
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
    command.env("GIT_COMMITTER_DATE", "2026-03-04T05:06:07Z");
    let output = command.args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_git_checkout_gives_what_is_committed_at_a_revision() {
    let folder =
        tree(&[("repo/spec/yaml/twilio_things_v1.yaml", &document("CreateThing")), ("repo/README.md", "x")]);
    let (here, repo) = (folder.path(), folder.path().join("repo"));
    git(&repo, &["init", "-q"]);
    git(&repo, &["add", "."]);
    git(&repo, &["commit", "-q", "-m", "one"]);
    git(&repo, &["tag", "1.0.0"]);
    let first = git(&repo, &["rev-parse", "HEAD"]);
    fs::write(repo.join("spec/yaml/twilio_others_v1.yaml"), document("MakeOther")).unwrap();
    git(&repo, &["add", "."]);
    git(&repo, &["commit", "-q", "-m", "two"]);
    let second = git(&repo, &["rev-parse", "HEAD"]);

    assert_eq!(
        done(here, &["specs", "fetch", "repo", "--out", "new"]),
        format!("2 documents of revision {second} written to new\n")
    );
    assert_eq!(names(&here.join("new")), ALL);
    let old = done(here, &["specs", "fetch", "repo", "--revision", "1.0.0", "--out", "old"]);
    assert_eq!(old, format!("1 document of revision {first} written to old\n"));
    let record = &files(&here.join("old"))["ringfence-specs.toml"];
    assert!(
        record.contains(&format!("revision = \"{first}\"")) && record.contains("source = \"repo\""),
        "{record}"
    );
    assert!(record.contains("\ndate = \"2026-03-04\"\n"), "the day of the commit: {record}");
    assert!(!record.contains(here.to_str().unwrap()), "no way of this machine: {record}");
    let changes = done(here, &["specs", "diff", "old", "new"]);
    assert!(changes.contains("### others_v1"), "{changes}");

    fs::write(repo.join("spec/yaml/twilio_others_v1.yaml"), "changed").unwrap();
    let dirty = run(here, &["specs", "fetch", "repo", "--out", "new"]);
    assert_eq!(dirty.code, 0, "{}", dirty.err);
    assert_eq!(dirty.err, "note: the checkout has changes that are not committed; they were not taken\n");
    refused(
        here,
        &["specs", "fetch", "repo", "--revision", "9.9.9", "--out", "new"],
        "has no revision `9.9.9`",
    );
    refused(
        here,
        &["specs", "fetch", "repo", "--revision=--output=x", "--out", "new"],
        "has no revision `--output=x`",
    );
    refused(
        here,
        &["specs", "fetch", "repo/spec", "--revision", "1.0.0", "--out", "new"],
        "`repo/spec` is no git checkout",
    );
    refused(
        here,
        &["specs", "fetch", "repo", "--only", "thigs_v1", "--out", "new"],
        "--only: no document is called `thigs_v1`; did you mean `things_v1`?",
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", repo.join("twilio_evil_v1.yaml")).unwrap();
        git(&repo, &["add", "."]);
        git(&repo, &["commit", "-q", "-m", "three"]);
        refused(here, &["specs", "fetch", "repo", "--out", "new"], "has a link (`twilio_evil_v1.yaml`)");
    }
}

/// Every file of a folder as a page, under a path.
fn pages(root: &Path, under: &str) -> Vec<(String, Page)> {
    let (mut pages, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let within = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                pages.push((format!("{under}/{within}"), Page::Bytes(fs::read(&path).unwrap())));
            }
        }
    }
    pages
}

/// Puts all that is committed where a server without git of its own can serve it.
fn published(here: &Path, name: &str) -> Vec<(String, Page)> {
    let bare = format!("{name}.git");
    git(here, &["clone", "-q", "--bare", "repo", &bare]);
    git(&here.join(&bare), &["update-server-info"]);
    pages(&here.join(&bare), &format!("/{bare}"))
}

#[test]
fn a_git_repository_is_cloned_over_https_and_nothing_is_left_of_the_clone() {
    let folder = tree(&[("repo/spec/twilio_things_v1.yaml", &document("CreateThing"))]);
    let (here, repo) = (folder.path(), folder.path().join("repo"));
    git(&repo, &["init", "-q"]);
    git(&repo, &["add", "."]);
    git(&repo, &["commit", "-q", "-m", "one"]);
    let first = git(&repo, &["rev-parse", "HEAD"]);
    git(&repo, &["tag", "1.0.0"]);
    fs::write(repo.join("spec/twilio_things_v1.yaml"), document("MakeThing")).unwrap();
    git(&repo, &["commit", "-q", "-a", "-m", "two"]);
    let mut served = published(here, "oai");
    let noise: Vec<u8> =
        (0..1_000_000_u32).flat_map(|at| at.wrapping_mul(at ^ 2_654_435_761).to_le_bytes()).collect();
    fs::write(repo.join("noise"), noise).unwrap();
    git(&repo, &["add", "."]);
    git(&repo, &["commit", "-q", "-m", "large"]);
    served.extend(published(here, "large"));
    let plain = "http://localhost:1/oai.git/info/refs".to_owned();
    served.push(("/moved.git/info/refs".to_owned(), Page::Redirect(plain)));
    let served: Vec<(&str, Page)> = served.iter().map(|(path, page)| (path.as_str(), page.clone())).collect();
    let server = Server::start(here, &served);

    let fetch = |path: &str, more: &[&str]| -> Vec<String> {
        let url = format!("{}{path}", server.url);
        let line = ["specs", "fetch", &url, "--out", "out", "--ca-file", "authority.pem"];
        line.iter().chain(more).map(|word| (*word).to_owned()).collect()
    };
    let line = fetch("/oai.git", &["--revision", "1.0.0"]);
    let told = done(here, &line.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(told, format!("1 document of revision {first} written to out\n"));
    assert_eq!(names(&here.join("out")), ["ringfence-specs.toml", "twilio_things_v1.yaml"]);
    assert_eq!(files(&here.join("out"))["twilio_things_v1.yaml"], document("CreateThing"));
    fs::remove_dir_all(here.join("out")).unwrap();
    for (path, more, words) in [
        ("/oai.git", &["--revision", "9.9.9"][..], "has no revision `9.9.9`"),
        ("/oai.git", &["--revision=--upload-pack=x"], "has no revision `--upload-pack=x`"),
        ("/none.git", &[], "git could not clone it: "),
        ("/moved.git", &[], "git could not clone it: "),
        ("/large.git", &["--max-size", "1"], "is larger than 1 MiB"),
    ] {
        let line = fetch(path, more);
        refused(here, &line.iter().map(String::as_str).collect::<Vec<_>>(), words);
        assert!(!here.join("out").exists(), "{path} leaves something");
    }
    let url = format!("{}/oai.git", server.url);
    refused(here, &["specs", "fetch", &url, "--out", "out"], "git could not clone it: ");
    refused(here, &["specs", "fetch", &url.replace("https", "git"), "--out", "out"], "`git` is not fetched");
}

#[test]
fn sources_that_are_none_are_told() {
    let folder = tree(&[("empty/readme.md", ""), ("file", "x")]);
    let here = folder.path();
    refused(here, &["specs", "fetch", "gone", "--out", "out"], "gone: cannot be read");
    refused(here, &["specs", "fetch", "empty", "--out", "out"], "has no OpenAPI document");
    fs::write(here.join("a.tar.gz"), release().packed()).unwrap();
    refused(here, &["specs", "fetch", "a.tar.gz", "--out", "file"], "file: cannot be made");
    refused(here, &["specs", "fetch", "a.tar.gz", "--out", "out", "--max-size", "0"], "--max-size");
}
