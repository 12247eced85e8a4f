import type { RefusedFile } from '~/types/api'

/** Sentences for what is wrong with a file, each saying what would be accepted. */
export function useFileTexts() {
  const { t } = useI18n()
  const problemText = useProblemText()

  function refused(reason: RefusedFile): string {
    switch (reason) {
      case 'not_a_picture': return t('files.refused.not_a_picture')
      case 'not_accepted': return t('files.refused.not_accepted')
      case 'animated': return t('files.refused.animated')
      case 'too_many_pixels': return t('files.refused.too_many_pixels')
      case 'too_small': return t('files.refused.too_small')
      case 'too_narrow': return t('files.refused.too_narrow')
      case 'damaged': return t('files.refused.damaged')
      case 'too_costly': return t('files.refused.too_costly')
      case 'not_a_pdf': return t('files.refused.not_a_pdf')
      case 'incomplete': return t('files.refused.incomplete')
    }
  }

  function failed(transfer: Transfer, kind: FileKind): string {
    switch (transfer.fault) {
      case 'wrong_type': return kind === document_kind ? t('files.fault.not_a_pdf') : t('files.fault.not_a_picture')
      case 'too_large': return t('files.fault.too_large', { max: kind.bytes_max / 1024 / 1024 })
      case 'empty': return t('files.fault.empty')
      case null: return transfer.error instanceof UploadBroken ? t('files.fault.broken') : problemText(transfer.error)
    }
  }

  return { refused, failed }
}
