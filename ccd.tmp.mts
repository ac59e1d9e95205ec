import { getCompileCacheDir, enableCompileCache } from 'node:module';
console.log(process.env.NODE_COMPILE_CACHE, getCompileCacheDir());
