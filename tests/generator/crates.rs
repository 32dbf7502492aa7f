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
        Self::with_dependencies(name, generated, sources, "")
    }

    /// A package that has more dependencies, as lines of its manifest.
    pub fn with_dependencies(
        name: &str,
        generated: &str,
        sources: &[(&str, &str)],
        dependencies: &str,
    ) -> Self {
        Self::with_features(name, generated, sources, dependencies, &[])
    }

    /// The same with features of `ringfence`.
    pub fn with_features(
        name: &str,
        generated: &str,
        sources: &[(&str, &str)],
        dependencies: &str,
        features: &[&str],
    ) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = target().join("packages").join(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             ringfence = {{ path = {:?}, features = {features:?} }}\n{dependencies}",
            workspace.join("runtime").canonicalize().unwrap()
        );
        let lock = fs::read_to_string(workspace.join("Cargo.lock")).unwrap();
        let package = Self { root };
        let own = [("Cargo.toml", manifest.as_str()), ("Cargo.lock", &lock), ("src/twilio.rs", generated)];
        for (file, text) in own.iter().chain(sources) {
            package.write(file, text);
        }
        package
    }

    /// Puts one more file into the package and says where; what is there already keeps its time of change.
    pub fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.root.join(file);
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return path;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The folder of its sources.
    pub fn source(&self) -> PathBuf {
        self.root.join("src")
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
