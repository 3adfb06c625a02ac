#!/usr/bin/env node
// Images are decoded in Node's thread pool, which has 4 threads unless the environment says otherwise before its first
// use. Loading an ES module is such a use, so this file is none.
'use strict';
const { availableParallelism } = require('node:os');

process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));
void import('../dist/cli.js');
