//! One binary: in a window it mounts the page, in a worker it serves its role, on a host it is the command line.

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
fn main() {
    if web_sys::window().is_some() {
        yew::Renderer::<Page>::new().render();
    }
}

/// The page. A first sign of life, which says whether threads can be had here.
#[cfg(target_arch = "wasm32")]
#[yew::component]
fn Page() -> yew::Html {
    let isolated =
        js_sys::Reflect::get(&js_sys::global(), &"crossOriginIsolated".into()).is_ok_and(|it| it.is_truthy());
    yew::html! { <main data-state="ready">{ if isolated { "Threads" } else { "No threads" } }</main> }
}
