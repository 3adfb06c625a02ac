// The workgroup's index, also where the dispatch was folded into y.
fn flatGroup(group: vec3u, groups: vec3u) -> u32 {
  return group.x + group.y * groups.x;
}
