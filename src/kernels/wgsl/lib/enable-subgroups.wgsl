// Lets a kernel use subgroup operations, where the device has the feature. Directives stand before everything else.
enable subgroups;
