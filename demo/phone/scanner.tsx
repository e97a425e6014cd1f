import { useEffect, useRef, useState } from 'preact/hooks'
import { readFile, readScreen, watchCamera } from './scan'

const NO_CODE = 'No code seen. Is it fully on the screen?'

/** A camera that closes itself as soon as it saw a code. */
function Camera({ onText, onEnd }: { onText: (text: string) => void; onEnd: (trouble: string | null) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    let stop = () => {}
    let over = false
    const end = (trouble: string | null) => {
      over = true
      stop()
      onEnd(trouble)
    }
    if (video.current)
      watchCamera(video.current, (text) => {
        if (over) return
        end(null)
        onText(text)
      }).then(
        (stopCamera) => {
          stop = stopCamera
          if (over) stop()
        },
        () => end('No camera to be had.'),
      )
    return () => {
      over = true
      stop()
    }
  }, [])
  return <video ref={video} muted playsInline aria-label="Camera" />
}

/** Ways to read a code: the screen where the driver lends it, a camera, a picture, a pasted or typed text. */
export function Scanner({ onText, trouble }: { onText: (text: string) => void; trouble: string | null }) {
  const [unseen, setUnseen] = useState<string | null>(null)
  const [filming, setFilming] = useState(false)
  const [typed, setTyped] = useState('')

  const take = (text: string | null) => {
    setUnseen(text ? null : NO_CODE)
    if (text) onText(text)
  }

  async function scan(): Promise<void> {
    if (window.lookAtScreen) take(await readScreen())
    else setFilming(true)
  }

  useEffect(() => {
    const onPaste = ({ clipboardData, target }: ClipboardEvent) => {
      const file = clipboardData?.files[0]
      const text = clipboardData?.getData('text/plain')
      if (file) void readFile(file).then(take)
      else if (text && !(target instanceof HTMLTextAreaElement)) take(text)
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file) void readFile(file).then(take)
    }
    const onDragOver = (event: DragEvent) => event.preventDefault()
    document.addEventListener('paste', onPaste)
    document.addEventListener('drop', onDrop)
    document.addEventListener('dragover', onDragOver)
    return () => {
      document.removeEventListener('paste', onPaste)
      document.removeEventListener('drop', onDrop)
      document.removeEventListener('dragover', onDragOver)
    }
  }, [])

  const problem = trouble ?? unseen
  return (
    <section aria-label="Scan" class="scan">
      {filming && (
        <Camera
          onText={take}
          onEnd={(reason) => {
            setFilming(false)
            setUnseen(reason)
          }}
        />
      )}
      <button type="button" class="main big" onClick={() => void scan()}>
        Scan
      </button>
      {problem && <p role="alert">{problem}</p>}
      <details>
        <summary>Other ways</summary>
        <label>
          A picture of the code
          <input
            type="file"
            accept="image/*"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0]
              if (file) void readFile(file).then(take)
            }}
          />
        </label>
        <label>
          The code as text
          <textarea rows={3} value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
        </label>
        <button type="button" onClick={() => take(typed)}>
          Use this text
        </button>
      </details>
    </section>
  )
}
