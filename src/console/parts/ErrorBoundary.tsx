import { Component, type ReactNode } from 'react'
import { ProblemNotice } from './Problem.tsx'

type Props = { readonly children: ReactNode }

/** React catches what rendering throws in classes only. A failed page leaves the shell standing. */
export class ErrorBoundary extends Component<Props, { readonly failure: unknown }> {
  override state = { failure: undefined }

  static getDerivedStateFromError(failure: unknown) {
    return { failure }
  }

  override render() {
    if (this.state.failure === undefined) return this.props.children
    return <ProblemNotice error={this.state.failure} again={() => this.setState({ failure: undefined })} />
  }
}
