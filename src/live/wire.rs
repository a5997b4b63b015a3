//! What crosses between page and workers: plain objects with bytes (postcard) in them.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

/// A plain object with these fields.
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// A field of an object; `undefined` where there is none.
pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A value as bytes outside of wasm memory, which can be transferred.
pub fn pack(value: &impl Serialize) -> Uint8Array {
    // Serialising our own plain data into a growing vector can't fail.
    let bytes = postcard::to_stdvec(value).unwrap_or_default();
    Uint8Array::from(bytes.as_slice())
}

/// The reverse of [`pack`].
pub fn unpack<T: DeserializeOwned>(bytes: &JsValue) -> Result<T, String> {
    let bytes = bytes.dyn_ref::<Uint8Array>().ok_or("a message without bytes")?;
    postcard::from_bytes(&bytes.to_vec()).map_err(|error| error.to_string())
}

/// What to transfer with a message: the buffer behind these bytes.
pub fn transfer(bytes: &Uint8Array) -> Array {
    Array::of1(&bytes.buffer())
}
