// b four numbers at a time, for rows whose length is a multiple of four.
@group(0) @binding(2) var<storage, read> b: array<vec4f>;

// Four neighboring numbers of b; `at` is a multiple of four.
fn quadOfB(at: u32) -> vec4f {
  return b[at / 4u];
}
