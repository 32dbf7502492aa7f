//! Models by one walk over their fields: what decodes, copies and shows them is written here, not in each of them.

use crate::Fields;
use crate::decode::Value;
use crate::model::{Model, Visitor};

/// A generated model. One function over its fields is all that rustc has to check of each.
pub trait Record: Sized {
    /// The name that `Debug` shows.
    const NAME: &'static str;

    /// The model of an object without fields.
    const EMPTY: Self;

    /// Hands every field to the walker, in the order of the document, then the unknown ones; what it gives for them is
    /// the model that comes back.
    fn walk(&self, walker: &mut Walker<'_, '_, '_>) -> Self;
}

/// What walks over a record.
pub struct Walker<'w, 'v, 'f>(Task<'w, 'v, 'f>);

enum Task<'w, 'v, 'f> {
    /// Gives what an answer holds.
    Take(Fields),
    /// Gives what is there.
    Copy,
    /// Shows what is there, and gives nothing.
    Show(&'w mut Visitor<'v, 'f>),
}

impl Walker<'_, '_, '_> {
    /// A field.
    pub fn field<T: Value + Clone>(&mut self, name: &'static str, field: &Option<T>) -> Option<T> {
        match &mut self.0 {
            Task::Take(fields) => fields.take(name),
            Task::Copy => field.clone(),
            Task::Show(visitor) => {
                visitor.field(name, field);
                None
            }
        }
    }

    /// A field whose value is secret or personal.
    pub fn hidden<T: Value + Clone>(&mut self, name: &'static str, field: &Option<T>) -> Option<T> {
        match &mut self.0 {
            Task::Show(visitor) => {
                visitor.hidden(name, field);
                None
            }
            Task::Take(_) | Task::Copy => self.field(name, field),
        }
    }

    /// The unknown fields.
    pub fn unknown(&mut self, unknown: &Fields) -> Fields {
        match &mut self.0 {
            Task::Take(fields) => std::mem::take(fields),
            Task::Copy => unknown.clone(),
            Task::Show(visitor) => {
                visitor.unknown(unknown);
                Fields::EMPTY
            }
        }
    }
}

impl<R: Record> Model for R {
    const NAME: &'static str = <R as Record>::NAME;

    fn take(fields: Fields) -> Self {
        R::EMPTY.walk(&mut Walker(Task::Take(fields)))
    }

    fn show(&self, visitor: &mut Visitor<'_, '_>) {
        self.walk(&mut Walker(Task::Show(visitor)));
    }
}

/// A record once more.
pub fn copied<R: Record>(record: &R) -> R {
    record.walk(&mut Walker(Task::Copy))
}

/// What every generated model has besides its fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::private::copied(self)
            }
        }

        $crate::private::model!($name);
    };
}
