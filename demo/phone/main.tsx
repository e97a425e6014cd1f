import { render } from 'preact'
import { Screen } from './screen'
import { startPhone } from './signer'
import { pageWorld } from './world'

const relays = new URLSearchParams(location.search).getAll('relay')
const phone = startPhone(pageWorld(relays, (event) => phone.hear(event)))
const root = document.getElementById('phone')

const draw = () => root && render(<Screen phone={phone} view={phone.view()} />, root)
phone.onChange(draw)
draw()
