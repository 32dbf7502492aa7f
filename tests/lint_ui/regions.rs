//! The lint and the runtime each know Twilio's regions, since neither may depend on the other: here they answer the same questions.

use ringfence::ClientBuilder;
use ringfence_lint::{CrateInput, Sources, TargetKind, check_crate};
use std::path::Path;

struct Text(String);

impl Sources for Text {
    fn read(&self, path: &Path) -> Option<String> {
        (path == Path::new("lib.rs")).then(|| self.0.clone())
    }
}

/// Whether the lint has nothing to say to the host of a region and an edge.
fn lint_takes(region: Option<&str>, edge: Option<&str>) -> bool {
    let labels: String = [edge, region].into_iter().flatten().map(|label| format!(".{label}")).collect();
    let input = CrateInput::new("case", "lib.rs", TargetKind::Lib);
    let text = format!("pub const HOST: &str = \"https://api{labels}.twilio.com\";");
    check_crate(&input, &Text(text)).diagnostics.is_empty()
}

/// Whether the runtime takes both from the environment.
fn runtime_takes(region: Option<&str>, edge: Option<&str>) -> bool {
    let lookup = |name: &str| match name {
        "TWILIO_REGION" => region.map(Into::into),
        "TWILIO_EDGE" => edge.map(Into::into),
        _ => None,
    };
    let problems = match ClientBuilder::from_lookup(lookup) {
        Ok(_) => return true,
        Err(error) => error,
    };
    !problems.problems().iter().any(|problem| matches!(problem.name(), "TWILIO_REGION" | "TWILIO_EDGE"))
}

#[test]
fn the_lint_and_the_runtime_know_the_same_regions() {
    let regions =
        ["us1", "ie1", "au1", "br1", "de1", "jp1", "jp2", "sg1", "us2", "gll", "in1", "mars", "dublin"];
    let edges = ["ashburn", "dublin", "frankfurt", "roaming", "sydney", "tokyo", "umatilla", "ie1", "mars"];
    let regions = regions.into_iter().map(Some).chain([None]);
    let (mut taken, mut refused) = (0, 0);
    for region in regions {
        for edge in edges.into_iter().map(Some).chain([None]) {
            let runtime = runtime_takes(region, edge);
            // The one pair that works and says nothing: the runtime takes it from old settings, the lint warns of it.
            let is_idle = (region, edge) == (Some("us1"), Some("ashburn"));
            assert_eq!(lint_takes(region, edge), runtime && !is_idle, "{region:?} {edge:?}");
            if runtime { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken == 5 && refused > 100, "{taken} taken, {refused} refused");
}
