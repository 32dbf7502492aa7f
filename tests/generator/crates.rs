//! Packages that hold generated code and depend on `ringfence` alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package of its own under the target folder of the workspace.
pub struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// A package with these sources; `generated` lies beside them as `twilio.rs`.
    pub fn new(name: &str, generated: &str, sources: &[(&str, &str)]) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = target().join("packages").join(name);
        fs::create_dir_all(root.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             ringfence = {{ path = {:?} }}\n",
            workspace.join("runtime").canonicalize().unwrap()
        );
        let lock = fs::read_to_string(workspace.join("Cargo.lock")).unwrap();
        for (file, text) in
            [("Cargo.toml", manifest.as_str()), ("Cargo.lock", &lock), ("src/twilio.rs", generated)]
        {
            fs::write(root.join(file), text).unwrap();
        }
        for (file, text) in sources {
            fs::write(root.join(file), text).unwrap();
        }
        Self { root }
    }

    /// Runs cargo in the package; gives its standard output, or fails with all it said.
    pub fn cargo(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .arg("--quiet")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target().join("target"))
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "cargo {arguments:?} in {}:\n{stderr}", self.root.display());
        String::from_utf8(stdout).unwrap()
    }
}

/// A folder of this test under the target folder of the workspace.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests").join("generator")
}

/// A library that is nothing but generated code, under the strictest lints.
pub const STRICT: &str = "//! Generated.\n#![deny(warnings)]\n#![warn(missing_docs, rustdoc::all)]\n\n\
    /// Twilio.\npub mod twilio {\n    include!(\"twilio.rs\");\n}\n";
