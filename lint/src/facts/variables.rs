//! All variables of the environment at once: `for (name, value) in env::vars()`. A value is a secret where its name is found
//! to be one's.

use super::evaluate::Interpreter;
use super::secrets::{Secret, secret_by_variable};
use super::value::{Atom, Value};
use crate::ir::Pat;

impl Interpreter<'_> {
    /// One of all variables: its name and its value.
    pub(super) fn one_variable(head: &Value) -> Option<Value> {
        let is_all = head.atoms.iter().any(|atom| match atom {
            Atom::External(path) => path.last().is_some_and(|last| last == "vars" || last == "vars_os"),
            _ => false,
        });
        is_all.then(|| Atom::tuple(vec![Value::unknown(), some_value()]))
    }

    /// Runs what is reached only where a name was found to be a secret's: the values that it may go with are that secret.
    pub(super) fn with_named(
        &mut self,
        secret: Option<Secret>,
        run: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        let Some(secret) = secret.map(|secret| Value::from(Atom::Secret(secret))) else { return run(self) };
        if !self.frame.environment.replace(&some_value(), &secret) {
            return run(self);
        }
        self.frame.touches_twilio = true;
        let value = run(self);
        self.frame.environment.replace(&secret, &some_value());
        value
    }

    /// The secret whose name a pattern compares with the name of one of all variables.
    pub(super) fn named_by(&mut self, pat: &Pat) -> Option<Secret> {
        let Pat::Compare(Some(expr)) = pat else { return None };
        if !self.frame.environment.holds(&some_value()) {
            return None;
        }
        let name = self.eval_quietly(expr);
        secret_by_variable(&name.known_text()?, expr.place)
    }
}

/// The value of a variable whose name nobody has asked for yet.
fn some_value() -> Value {
    Atom::External(["std", "env", "vars", "value"].map(str::to_owned).to_vec()).into()
}
