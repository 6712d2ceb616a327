// The one thing that screens talk to.
import 'idb';
import '@preact/signals';
import 'htm/preact';

export async function boot() {}
