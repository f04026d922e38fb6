import { Download } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '~/design/Button/Button'
import { Disclosure } from '~/design/Disclosure/Disclosure'
import { Field } from '~/design/Field/Field'
import type { Journey } from '../journey/types'
import { readFile } from './draft'

interface Props {
  service: string
  journey: Journey
  read: (journey: Journey) => void
}

/** The form as a file: taken out to be changed elsewhere, and brought in again. */
export function FileWays({ service, journey, read }: Props) {
  const { t } = useTranslation('services_versions')
  const id = useId()
  const [fault, setFault] = useState<string | null>(null)
  const save = () => {
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(journey, null, 2)}\n`], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `${service}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address))
  }
  const take = async (file: File) => {
    const found = readFile(await file.text(), service)
    if ('fault' in found) return setFault(t(`file.fault.${found.fault}`))
    setFault(null)
    read(found.journey)
  }
  return (
    <Disclosure summary={t('file.title')}>
      <div className="desk__form">
        <div>
          <Button kind="secondary" icon={<Download aria-hidden="true" size={18} />} onClick={save}>
            {t('file.save')}
          </Button>
        </div>
        <Field label={t('file.read')} hint={t('file.readHint')} error={fault}>
          {(names) => (
            <input
              {...names}
              key={id}
              type="file"
              className="ams-text-input"
              accept="application/json,.json"
              onChange={(event) => {
                const file = event.target.files?.[0]
                if (file) void take(file)
              }}
            />
          )}
        </Field>
      </div>
    </Disclosure>
  )
}
