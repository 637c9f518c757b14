import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/base.css'
import App from './App.svelte'
import { appContext, createApp } from './lib/app.svelte.ts'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')

const kind = new URLSearchParams(location.search).get('window') === 'compose' ? 'compose' : 'main'
const app = createApp(window.tern)
void app.load()
mount(App, { target, props: { kind }, context: new Map([[appContext, app]]) })
